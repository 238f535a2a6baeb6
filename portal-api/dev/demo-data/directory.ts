import type { DoctorTitle } from '@suizhen/contract';
import { pinyinInitials } from '../../src/modules/directory/pinyin-initials';
import { branches, type BranchCode } from './data/branches';
import { departments, type DemoDepartment } from './data/departments';
import { doctorNames } from './data/names';
import { services, serviceOfTitle, specialService } from './data/services';
import { addRows, type DemoContext } from './demo-context';
import { demoId } from './seeded';

export interface DemoDoctor {
  id: string;
  name: string;
  title: DoctorTitle;
  department: DemoDepartment;
  branch: BranchCode;
  service: string;
  /** Place within the department: 0 is its head. */
  rank: number;
  room: string;
}

const titlesOfRanks: readonly DoctorTitle[] = ['chief', 'associate-chief', 'attending'];
/** Heads of these departments hold their clinic at the special price. */
const withSpecialClinic = new Set(['03.04', '05.02', '19']);

export const branchId = (code: string): string => demoId('branch', code);
export const departmentId = (branch: string, code: string): string =>
  demoId('department', `${branch}/${code}`);
export const serviceId = (code: string): string => demoId('service', code);

/** Three doctors in each department of the main branch, two in the other. */
export function demoDoctors(): DemoDoctor[] {
  const names = [...doctorNames];
  const doctors: DemoDoctor[] = [];
  for (const { code: branch } of branches) {
    for (const department of departments) {
      if (!department.branches.includes(branch)) continue;
      for (let rank = branch === 'MAIN' ? 0 : 1; rank < 3; rank++) {
        const name = names.shift();
        if (name === undefined) throw new Error('more doctors than names');
        doctors.push(toDoctor(name, branch, department, rank));
      }
    }
  }
  return doctors;
}

function toDoctor(
  name: string,
  branch: BranchCode,
  department: DemoDepartment,
  rank: number,
): DemoDoctor {
  const title = titlesOfRanks[rank] ?? 'resident';
  const isSpecial = rank === 0 && withSpecialClinic.has(department.code);
  return {
    id: demoId('doctor', `${branch}/${department.code}/${rank}`),
    name,
    title,
    department,
    branch,
    rank,
    service: isSpecial ? specialService : serviceOfTitle[title],
    room: `${department.name} ${rank + 1} 诊室`,
  };
}

export async function addDirectory({ sql }: DemoContext): Promise<void> {
  await addRows(
    sql,
    'branch',
    branches.map((branch) => ({
      ...branch,
      id: branchId(branch.code),
      is_active: true,
      version: 1,
    })),
  );
  await addRows(
    sql,
    'service',
    services.map(({ priceFen, ...service }) => ({
      ...service,
      id: serviceId(service.code),
      price_fen: priceFen,
      is_active: true,
      version: 1,
    })),
  );
  await addRows(sql, 'department', branches.flatMap(departmentRows));
  await addRows(sql, 'doctor', demoDoctors().map(doctorRow));
}

function departmentRows({ code: branch }: (typeof branches)[number]) {
  return departments
    .filter((department) => department.branches.includes(branch))
    .map((department, index) => ({
      id: departmentId(branch, department.code),
      branch_id: branchId(branch),
      code: department.code,
      name: department.name,
      group_name: department.group,
      intro: department.intro,
      location: department.location,
      disease_words: department.diseaseWords,
      pinyin_initials: pinyinInitials(department.name),
      sort_order: index + 1,
      is_active: true,
      version: 1,
    }));
}

const years: Record<DoctorTitle, number> = {
  chief: 28,
  'associate-chief': 18,
  attending: 10,
  resident: 3,
};

function doctorRow(doctor: DemoDoctor) {
  const { department, rank } = doctor;
  const specialty = department.specialties[rank] ?? department.intro;
  const words = department.diseaseWords.filter((_, index) => index % 3 === rank % 3);
  return {
    id: doctor.id,
    department_id: departmentId(doctor.branch, department.code),
    name: doctor.name,
    title: doctor.title,
    specialty: `${specialty}。`,
    intro: `从事${department.name}临床工作 ${years[doctor.title] + (department.name.length % 3)} 年，擅长${specialty}，重视与患者的沟通和长期随访。`,
    disease_words: words,
    pinyin_initials: pinyinInitials(doctor.name, { isPerson: true }),
    default_service_id: serviceId(doctor.service),
    is_active: true,
    version: 1,
  };
}
