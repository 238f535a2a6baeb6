import type { ClientRequestOf } from '@suizhen/contract';
import type { TestApp } from './app';

/** A small hospital: one branch with two departments, two doctors in the first and one in the second. */
export interface TestHospital {
  branchId: string;
  otherBranchId: string;
  departmentId: string;
  otherDepartmentId: string;
  doctorId: string;
  colleagueId: string;
  otherDoctorId: string;
  serviceId: string;
  feeFen: number;
}

export async function createHospital(app: TestApp): Promise<TestHospital> {
  const id = () => app.newId();
  const hospital: TestHospital = {
    branchId: id(),
    otherBranchId: id(),
    departmentId: id(),
    otherDepartmentId: id(),
    doctorId: id(),
    colleagueId: id(),
    otherDoctorId: id(),
    serviceId: id(),
    feeFen: 2500,
  };
  const { sql } = app;
  await sql.query(
    `insert into branch (id, code, name, address) values ($1, 'A', '本部院区', '人民路 1 号'), ($2, 'B', '东院区', '东湖路 2 号')`,
    [hospital.branchId, hospital.otherBranchId],
  );
  await sql.query(
    `insert into department (id, branch_id, code, name, group_name, disease_words, pinyin_initials, sort_order)
     values ($1, $3, '03.01', '呼吸内科', '内科', '{咳嗽,哮喘}', 'hxnk', 1),
            ($2, $4, '07', '儿科', '儿科', '{小儿发热}', 'ek', 1)`,
    [hospital.departmentId, hospital.otherDepartmentId, hospital.branchId, hospital.otherBranchId],
  );
  await sql.query(
    `insert into service (id, code, name, kind, price_fen) values ($1, 'GH01', '普通门诊', 'registration', $2)`,
    [hospital.serviceId, hospital.feeFen],
  );
  await sql.query(
    `insert into doctor (id, department_id, name, title, disease_words, pinyin_initials) values
       ($1, $4, '林静远', 'chief', '{慢阻肺}', 'ljy'),
       ($2, $4, '周安', 'attending', '{}', 'za'),
       ($3, $5, '单小满', 'associate-chief', '{}', 'sxm')`,
    [
      hospital.doctorId,
      hospital.colleagueId,
      hospital.otherDoctorId,
      hospital.departmentId,
      hospital.otherDepartmentId,
    ],
  );
  return hospital;
}

export type RosterBody = ClientRequestOf<'createRoster'>['body'];

/** A clinic of two hours with four slots of three places each. */
export function rosterBody(hospital: TestHospital, more: Partial<RosterBody> = {}): RosterBody {
  return {
    doctorId: hospital.doctorId,
    date: '2026-03-04',
    period: 'morning',
    startTime: '08:00',
    endTime: '10:00',
    slotMinutes: 30,
    capacity: { shared: 2, wechat: 1, phone: 0, desk: 0 },
    serviceId: hospital.serviceId,
    room: '3 诊室',
    ...more,
  };
}
