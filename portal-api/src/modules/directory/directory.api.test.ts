import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/support/app';
import { createHospital, type TestHospital } from '../../../test/support/hospital';
import { signInStaff, type TestStaff } from '../../../test/support/people';

let app: TestApp;
let hospital: TestHospital;
let admin: TestStaff;

beforeAll(async () => {
  app = await startTestApp();
  hospital = await createHospital(app);
  admin = await signInStaff(app, { role: 'super-admin' });
});
afterAll(() => app.close());

const search = async (q: string, branchId?: string) =>
  (await app.call('searchDirectory', { query: { q, branchId } })).body.items;

describe('search', () => {
  it('finds doctors by name and initials, with the reading of a surname', async () => {
    expect(await search('林')).toMatchObject([
      { kind: 'doctor', title: '林静远', subtitle: '主任医师 · 呼吸内科' },
    ]);
    expect(await search('ljy')).toMatchObject([{ doctorId: hospital.doctorId }]);
    expect(await search('SXM')).toMatchObject([{ title: '单小满' }]);
  });

  it('finds departments and disease words, also inside a sentence', async () => {
    expect(await search('呼吸')).toMatchObject([{ kind: 'department', title: '呼吸内科' }]);
    expect(await search('慢阻肺')).toMatchObject([
      { kind: 'disease', title: '慢阻肺', subtitle: '林静远 主任医师 · 呼吸内科' },
    ]);
    expect(await search('孩子咳嗽怎么办')).toMatchObject([{ kind: 'disease', title: '咳嗽' }]);
    expect(await search('哮喘', hospital.otherBranchId)).toEqual([]);
    expect(await search("%_'")).toEqual([]);
  });

  it('shows twenty at most, the closest first', async () => {
    await app.sql.query(
      `insert into doctor (id, department_id, name, title, pinyin_initials)
       select gen_random_uuid(), $1, '赵' || n || '林', 'resident', '' from generate_series(1, 30) n`,
      [hospital.departmentId],
    );
    const hits = await search('林');
    expect(hits).toHaveLength(20);
    expect(hits[0]?.title).toBe('林静远');
    await app.sql.query(`delete from doctor where name like '赵%'`);
  });
});

describe('branches', () => {
  it('are added and changed by who may, with one name each', async () => {
    const body = { code: 'C', name: '南院区', address: '南湖路 3 号', phone: '0599-1' };
    const made = await app.call('createBranch', { body, as: admin.as });
    expect(made.body).toMatchObject({ name: '南院区', isActive: true, version: 1 });
    const again = await app.call('createBranch', { body: { ...body, code: 'D' }, as: admin.as });
    expect(again.error).toMatchObject({
      code: 'NAME_TAKEN',
      fields: { 'body.name': '已有同名院区' },
    });
    const params = { branchId: made.body.id };
    const closed = await app.call('updateBranch', {
      params,
      body: { ...body, isActive: false, version: 1 },
      as: admin.as,
    });
    expect(closed.body).toMatchObject({ isActive: false, version: 2 });
    const stale = await app.call('updateBranch', {
      params,
      body: { ...body, version: 1 },
      as: admin.as,
    });
    expect(stale.error?.code).toBe('VERSION_CONFLICT');
    const open = (await app.call('listBranches')).body.items.map((branch) => branch.name);
    expect(open).toEqual(['本部院区', '东院区']);
    const all = await app.call('listBranchesForStaff', { as: admin.as });
    expect(all.body.items).toHaveLength(3);
  });

  it('of others stay out of sight and reach', async () => {
    const manager = await signInStaff(app, { role: 'manager', branchId: hospital.branchId });
    const seen = await app.call('listBranchesForStaff', { as: manager.as });
    expect(seen.body.items.map((branch) => branch.id)).toEqual([hospital.branchId]);
    const body = { code: 'B', name: '东院区', address: '东湖路', phone: '', version: 1 };
    const params = { branchId: hospital.otherBranchId };
    expect((await app.call('updateBranch', { params, body, as: manager.as })).status).toBe(404);
    expect((await app.call('createBranch', { body, as: manager.as })).status).toBe(403);
  });
});

describe('departments', () => {
  it('are added with their initials and changed, but keep their branch', async () => {
    const body = {
      branchId: hospital.branchId,
      code: '10',
      name: '眼科',
      group: '五官',
      diseaseWords: ['近视', '近视'],
    };
    const made = await app.call('createDepartment', { body, as: admin.as });
    expect(made.body).toMatchObject({ diseaseWords: ['近视'], doctors: 0, branchName: '本部院区' });
    expect(await search('yk')).toMatchObject([{ title: '眼科' }]);
    const moved = await app.call('updateDepartment', {
      params: { departmentId: made.body.id },
      body: { ...body, branchId: hospital.otherBranchId, version: 1 },
      as: admin.as,
    });
    expect(moved.error?.fields).toHaveProperty(['body.branchId']);
    await app.call('updateDepartment', {
      params: { departmentId: made.body.id },
      body: { ...body, isActive: false, version: 1 },
      as: admin.as,
    });
    const active = await app.call('listDepartmentsForStaff', { as: admin.as });
    expect(active.body.items.map((one) => one.name)).not.toContain('眼科');
    const query = { includeInactive: true, branchId: hospital.branchId };
    const all = await app.call('listDepartmentsForStaff', { query, as: admin.as });
    expect(all.body.items.map((one) => one.name)).toEqual(['呼吸内科', '眼科']);
  });
});

describe('doctors', () => {
  it('are added and changed within the own branch only', async () => {
    const manager = await signInStaff(app, { role: 'manager', branchId: hospital.branchId });
    const body = {
      departmentId: hospital.departmentId,
      name: '曾慕白',
      title: 'attending',
      defaultServiceId: hospital.serviceId,
    };
    const made = await app.call('createDoctor', { body, as: admin.as });
    expect(made.body).toMatchObject({ name: '曾慕白', departmentName: '呼吸内科', version: 1 });
    const { rows } = await app.sql.query(`select pinyin_initials from doctor where id = $1`, [
      made.body.id,
    ]);
    expect(rows).toEqual([{ pinyin_initials: 'zmb' }]);
    const params = { doctorId: made.body.id };
    const promoted = await app.call('updateDoctor', {
      params,
      body: { ...body, title: 'chief', version: 1 },
      as: manager.as,
    });
    expect(promoted.body).toMatchObject({ title: 'chief', version: 2 });
    const away = await app.call('updateDoctor', {
      params,
      body: { ...body, departmentId: hospital.otherDepartmentId, version: 2 },
      as: manager.as,
    });
    expect(away.status).toBe(404);
    const found = await app.call('listDoctorsForStaff', { query: { q: 'zm' }, as: manager.as });
    expect(found.body.items.map((doctor) => doctor.name)).toEqual(['曾慕白']);
  });
});

describe('services', () => {
  it('are priced for the whole house, so a manager of one branch cannot', async () => {
    const body = { code: 'GH04', name: '特需门诊', kind: 'registration', priceFen: 30000 };
    const made = await app.call('createService', { body, as: admin.as });
    expect(made.body).toMatchObject({ priceFen: 30000, version: 1 });
    const params = { serviceId: made.body.id };
    const dearer = { ...body, priceFen: 35000, version: 1 };
    const manager = await signInStaff(app, { role: 'manager', branchId: hospital.branchId });
    expect((await app.call('updateService', { params, body: dearer, as: manager.as })).status).toBe(
      403,
    );
    const changed = await app.call('updateService', { params, body: dearer, as: admin.as });
    expect(changed.body).toMatchObject({ priceFen: 35000, version: 2 });
    const listed = await app.call('listServices', { as: manager.as });
    expect(listed.body.items.map((service) => service.code)).toEqual(['GH01', 'GH04']);
  });
});
