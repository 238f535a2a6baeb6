import { AppError } from '../../../kernel';

/** What was changed here the next message of the hospital would take back. */
export function ownedByHospital(): AppError {
  return new AppError('INVALID_STATE', {
    message: '这次出诊由医院系统排定，请在医院系统中修改；临时不能出诊可以停诊',
  });
}
