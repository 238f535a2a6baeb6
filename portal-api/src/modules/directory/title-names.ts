import type { DoctorTitle } from '@suizhen/contract';

export const titleNames: Record<DoctorTitle, string> = {
  chief: '主任医师',
  'associate-chief': '副主任医师',
  attending: '主治医师',
  resident: '住院医师',
};
