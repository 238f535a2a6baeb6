import { addDays, addMinutes, instantAt } from '../../src/kernel/local-date';
import { privacyNotices, textHashOf } from '../../src/modules/identity/accounts/privacy-notices';
import { portalAccounts, type DemoFamilyMember } from './accounts';
import { areas } from './data/names';
import { branches } from './data/branches';
import { branchId } from './directory';
import { addRows, type DemoContext } from './demo-context';
import { fictitiousPhone, inventPerson, patientRow, residentNumber, type Person } from './people';
import { demoId, Seeded } from './seeded';

export const townSize = 260;
/** One in three of the town has an account of their own and books by phone. */
const withAccount = (n: number): boolean => n % 3 === 0;

export const townPatientId = (n: number): string => demoId('patient', `town/${n}`);

const allergies = ['青霉素过敏', '头孢类过敏', '磺胺类过敏', '海鲜过敏'];
const histories = [
  '高血压',
  '2 型糖尿病',
  '冠心病，支架术后',
  '慢性胃炎',
  '支气管哮喘',
  '甲状腺结节',
];

type PatientRow = ReturnType<typeof patientRow>;

/** People of the town, the demo accounts with their families, and who may act for whom. */
export async function addPatients(context: DemoContext): Promise<void> {
  const [known] = await context.sql.query<{ n: number }>(
    `select count(*)::int as n from patient where id = $1`,
    [townPatientId(0)],
  );
  if (known?.n) return;
  const town = townPatients(context);
  const families = familyPatients(context);
  await addRows(context.sql, 'patient', [...town, ...families.patients]);
  const townAccounts = town.flatMap((patient, n) =>
    withAccount(n) ? [accountRow(demoId('account', `town/${n}`), patient)] : [],
  );
  await addRows(context.sql, 'account', [...townAccounts, ...families.accounts]);
  const townProxies = town.flatMap((patient, n) =>
    withAccount(n) ? [proxyRow(patient, demoId('account', `town/${n}`), 'self', true)] : [],
  );
  await addRows(context.sql, 'proxy', [...townProxies, ...families.proxies]);
  await addRows(
    context.sql,
    'consent',
    [...townAccounts, ...families.accounts].flatMap(consentRows),
  );
}

function townPatients({ secrets, today }: DemoContext): PatientRow[] {
  const random = new Seeded('town');
  return Array.from({ length: townSize }, (_, n) => {
    const person = inventPerson(random, n, today);
    const registered = addDays(today, -random.int(60, 900));
    const branch = random.pick(branches).code;
    const row = patientRow(secrets, person, {
      id: townPatientId(n),
      registeredAt: addMinutes(instantAt(registered, '08:00'), random.int(0, 500)),
      branchId: branchId(branch),
    });
    row.card_number = random.chance(0.7) ? `K${String(20_260_000 + n)}` : '';
    row.allergies = random.chance(0.12) ? random.pick(allergies) : '';
    row.medical_history = random.chance(0.25) ? random.pick(histories) : '';
    row.care_class = random.chance(0.08) ? 'key' : random.chance(0.04) ? 'special' : 'regular';
    if (random.chance(0.4)) {
      row.contact_name_cipher = secrets.encrypt(inventPerson(random, n, today).name);
      row.contact_phone_cipher = secrets.encrypt(fictitiousPhone(500_000 + n));
    }
    return row;
  });
}

function familyPatients(context: DemoContext) {
  const patients: PatientRow[] = [];
  const accounts: AccountRow[] = [];
  const proxies: ReturnType<typeof proxyRow>[] = [];
  for (const account of portalAccounts) {
    const accountId = demoId('account', account.phone);
    for (const [index, member] of account.family.entries()) {
      const patient = familyMember(context, account.phone, member, index);
      patients.push(patient);
      proxies.push(proxyRow(patient, accountId, member.relation, index === 0));
      if (index === 0) accounts.push(accountRow(accountId, patient));
    }
  }
  return { patients, accounts, proxies };
}

function familyMember(
  { secrets, today }: DemoContext,
  phone: string,
  member: DemoFamilyMember,
  index: number,
): PatientRow {
  const [area, place] = areas[6];
  const person: Person = {
    ...member,
    identityType: 'resident-id',
    identityNumber: residentNumber(area, member.birthDate, member.gender, 150 + index),
    phone,
    address: `${place}学府路 18 号 3 幢 502 室`,
  };
  const row = patientRow(secrets, person, {
    id: demoId('patient', `${phone}/${index}`),
    registeredAt: instantAt(addDays(today, -200 + index), '10:30'),
    branchId: branchId('MAIN'),
  });
  row.allergies = member.allergies ?? '';
  row.medical_history = member.medicalHistory ?? '';
  return row;
}

type AccountRow = ReturnType<typeof accountRow>;

function accountRow(id: string, patient: PatientRow) {
  return {
    id,
    phone_cipher: patient.phone_cipher,
    phone_index: patient.phone_index,
    // At seventy the large type is on from the first sign-in.
    is_large_type: patient.birth_date < '1956-01-01',
    state: 'active',
    created_at: patient.registered_at,
    version: 1,
  };
}

function proxyRow(patient: PatientRow, accountId: string, relation: string, isDefault: boolean) {
  return {
    id: demoId('proxy', `${accountId}/${patient.id}`),
    account_id: accountId,
    patient_id: patient.id,
    relation,
    is_default: isDefault,
    guardian_consent: relation === 'child',
    created_at: patient.registered_at,
  };
}

/** In the versions in force, so that the demo accounts come straight to the hospital. */
function consentRows(account: AccountRow) {
  return privacyNotices
    .filter((notice) => notice.isRequired)
    .map((notice) => ({
      id: demoId('consent', `${account.id}/${notice.purpose}/${notice.version}`),
      account_id: account.id,
      purpose: notice.purpose,
      version: notice.version,
      text_hash: textHashOf(notice),
      client: 'browser',
      given_at: account.created_at,
    }));
}
