/** Branches, departments, doctors and prices, as patients and as staff see them. */
import { z } from 'zod';
import { doctorTitles } from './wire/enums';
import {
  fen,
  flag,
  id,
  instant,
  listOf,
  localDate,
  optionalText,
  personName,
  text,
} from './common';
import { operation } from './operation';

const tag = 'directory';

export const BranchSummary = z
  .object({
    id,
    name: z.string(),
    address: z.string(),
    phone: z.string(),
    transport: z.string().meta({ description: 'How to get there' }),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
  })
  .meta({ id: 'BranchSummary' });

export const DepartmentSummary = z
  .object({
    id,
    branchId: id,
    name: z.string(),
    intro: z.string(),
    location: z.string(),
    group: z.string().meta({ description: 'Heading in the list, e.g. 内科' }),
    nextFreeDate: localDate.nullable(),
  })
  .meta({ id: 'DepartmentSummary' });

export const DoctorSummary = z
  .object({
    id,
    name: z.string(),
    title: z.enum(doctorTitles),
    departmentId: id,
    departmentName: z.string(),
    branchId: id,
    branchName: z.string(),
    specialty: z.string(),
    feeFen: fen
      .nullable()
      .meta({ description: 'The lowest fee in the window; null without clinics' }),
    nextFreeDate: localDate.nullable(),
    remaining: z.int().meta({ description: 'On the asked day, else over the booking window' }),
  })
  .meta({ id: 'DoctorSummary' });

export const DoctorPage = DoctorSummary.extend({
  intro: z.string(),
  photoUrl: z.string().nullable(),
}).meta({ id: 'DoctorPage' });

export const dayStates = ['available', 'full', 'not-open', 'none', 'suspended'] as const;
export const DayAvailability = z
  .object({
    date: localDate,
    state: z.enum(dayStates).meta({
      description:
        'not-open: the places of that day are released later, see opensAt; none: no clinic',
    }),
    remaining: z.int(),
    opensAt: instant.nullable(),
  })
  .meta({ id: 'DayAvailability' });

export const searchHitKinds = ['doctor', 'department', 'disease'] as const;
export const SearchHit = z
  .object({
    kind: z.enum(searchHitKinds),
    title: z.string(),
    subtitle: z.string(),
    doctorId: id.nullable(),
    departmentId: id,
    branchId: id,
    branchName: z.string(),
  })
  .meta({ id: 'SearchHit' });

const departmentParams = z.object({ departmentId: id });
const doctorParams = z.object({ doctorId: id });

export const portalDirectoryOperations = {
  listBranches: operation('listBranches', {
    summary: 'The branches (院区)',
    tag,
    access: { by: 'anyone' },
    response: listOf(BranchSummary),
  }),
  listDepartments: operation('listDepartments', {
    summary: 'Departments of a branch that take bookings',
    tag,
    access: { by: 'anyone' },
    params: z.object({ branchId: id }),
    response: listOf(DepartmentSummary),
  }),
  searchDirectory: operation('searchDirectory', {
    summary: 'Doctors and departments by name, pinyin initials or disease word',
    tag,
    access: { by: 'anyone' },
    limit: 'search',
    query: z.object({ q: text(30), branchId: id.optional() }),
    response: listOf(SearchHit),
  }),
  listDepartmentDays: operation('listDepartmentDays', {
    summary: 'The booking window of a department, day by day',
    tag,
    access: { by: 'anyone' },
    params: departmentParams,
    response: listOf(DayAvailability),
  }),
  listDepartmentDoctors: operation('listDepartmentDoctors', {
    summary: 'Doctors of a department, those with places first; on one day when asked',
    tag,
    access: { by: 'anyone' },
    params: departmentParams,
    query: z.object({ date: localDate.optional() }),
    response: listOf(DoctorSummary),
  }),
  getDoctor: operation('getDoctor', {
    summary: 'A doctor: speciality, fee, next free day',
    tag,
    access: { by: 'anyone' },
    params: doctorParams,
    response: DoctorPage,
  }),
  listDoctorDays: operation('listDoctorDays', {
    summary: 'The booking window of a doctor, day by day',
    tag,
    access: { by: 'anyone' },
    params: doctorParams,
    response: listOf(DayAvailability),
  }),
};

export const Branch = BranchSummary.extend({
  code: z.string(),
  isActive: z.boolean(),
  version: z.int(),
}).meta({ id: 'Branch' });

export const Department = z
  .object({
    id,
    branchId: id,
    branchName: z.string(),
    code: z.string(),
    name: z.string(),
    group: z.string(),
    intro: z.string(),
    location: z.string(),
    diseaseWords: z.array(z.string()),
    isActive: z.boolean(),
    doctors: z.int(),
    version: z.int(),
  })
  .meta({ id: 'Department' });

export const Doctor = z
  .object({
    id,
    name: z.string(),
    title: z.enum(doctorTitles),
    departmentId: id,
    departmentName: z.string(),
    branchId: id,
    branchName: z.string(),
    specialty: z.string(),
    intro: z.string(),
    diseaseWords: z.array(z.string()),
    defaultServiceId: id.nullable(),
    isActive: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'Doctor' });

export const Service = z
  .object({
    id,
    code: z.string(),
    name: z.string(),
    kind: z.enum(['registration', 'examination', 'treatment', 'other']),
    priceFen: fen,
    isActive: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'Service' });

const code = z
  .string()
  .trim()
  .regex(/^[A-Z0-9._-]{1,20}$/, '编码由大写字母、数字、点和短横线组成');
/** GCJ-02, as Chinese maps give it and as phones send it on check-in. */
const coordinate = (limit: number) => z.number().min(-limit).max(limit).nullable().default(null);

const branchFields = {
  code,
  name: text(50),
  address: text(200),
  phone: z.string().trim().max(30),
  transport: optionalText(500).default(''),
  latitude: coordinate(90),
  longitude: coordinate(180),
  isActive: z.boolean().default(true),
};
const words = z.array(text(20)).max(60).default([]);
const departmentFields = {
  branchId: id,
  code,
  name: text(50),
  group: text(20),
  intro: optionalText(1000).default(''),
  location: optionalText(100).default(''),
  diseaseWords: words,
  isActive: z.boolean().default(true),
};
const doctorFields = {
  departmentId: id,
  name: personName,
  title: z.enum(doctorTitles),
  specialty: optionalText(500).default(''),
  intro: optionalText(2000).default(''),
  diseaseWords: words,
  defaultServiceId: id.nullable().default(null),
  isActive: z.boolean().default(true),
};
const serviceFields = {
  code,
  name: text(50),
  kind: z.enum(['registration', 'examination', 'treatment', 'other']),
  priceFen: fen,
  isActive: z.boolean().default(true),
};
const version = z.int();

const see = { by: 'staff', permission: 'directory.display' } as const;
const create = { by: 'staff', permission: 'directory.create' } as const;
const update = { by: 'staff', permission: 'directory.update' } as const;
const taken = ['NAME_TAKEN'] as const;
const updateErrors = ['NAME_TAKEN', 'VERSION_CONFLICT'] as const;

export const staffDirectoryOperations = {
  listBranchesForStaff: operation('listBranchesForStaff', {
    summary: 'All branches',
    tag,
    access: see,
    response: listOf(Branch),
  }),
  createBranch: operation('createBranch', {
    summary: 'Add a branch',
    tag,
    access: create,
    errors: taken,
    body: z.object(branchFields),
    response: Branch,
  }),
  updateBranch: operation('updateBranch', {
    summary: 'Change a branch',
    tag,
    access: update,
    errors: updateErrors,
    params: z.object({ branchId: id }),
    body: z.object({ ...branchFields, version }),
    response: Branch,
  }),
  listDepartmentsForStaff: operation('listDepartmentsForStaff', {
    summary: 'Departments, inactive ones too when asked',
    tag,
    access: see,
    query: z.object({ branchId: id.optional(), includeInactive: flag.optional() }),
    response: listOf(Department),
  }),
  createDepartment: operation('createDepartment', {
    summary: 'Add a department',
    tag,
    access: create,
    errors: taken,
    body: z.object(departmentFields),
    response: Department,
  }),
  updateDepartment: operation('updateDepartment', {
    summary: 'Change a department',
    tag,
    access: update,
    errors: updateErrors,
    params: departmentParams,
    body: z.object({ ...departmentFields, version }),
    response: Department,
  }),
  listDoctorsForStaff: operation('listDoctorsForStaff', {
    summary: 'Doctors',
    tag,
    access: see,
    query: z.object({
      branchId: id.optional(),
      departmentId: id.optional(),
      q: optionalText(30).optional(),
      includeInactive: flag.optional(),
    }),
    response: listOf(Doctor),
  }),
  createDoctor: operation('createDoctor', {
    summary: 'Add a doctor',
    tag,
    access: create,
    body: z.object(doctorFields),
    response: Doctor,
  }),
  updateDoctor: operation('updateDoctor', {
    summary: 'Change a doctor',
    tag,
    access: update,
    errors: ['VERSION_CONFLICT'],
    params: doctorParams,
    body: z.object({ ...doctorFields, version }),
    response: Doctor,
  }),
  listServices: operation('listServices', {
    summary: 'The price list',
    tag,
    access: see,
    query: z.object({ includeInactive: flag.optional() }),
    response: listOf(Service),
  }),
  createService: operation('createService', {
    summary: 'Add a priced service',
    tag,
    access: create,
    errors: taken,
    body: z.object(serviceFields),
    response: Service,
  }),
  updateService: operation('updateService', {
    summary: 'Change a priced service; rosters made earlier keep their fee',
    tag,
    access: update,
    errors: updateErrors,
    params: z.object({ serviceId: id }),
    body: z.object({ ...serviceFields, version }),
    response: Service,
  }),
};
