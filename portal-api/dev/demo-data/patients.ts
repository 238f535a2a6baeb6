import { addDays, addMinutes, instantAt } from '../../src/kernel/local-date';
import { privacyNotices, textHashOf } from '../../src/modules/identity/accounts/privacy-notices';
import { portalAccounts, type DemoFamilyMember } from './accounts';
import { branchId } from './directory';
import { addRows, type DemoContext } from './demo-context';
import { familyPerson } from './family-people';
import { fictitiousPhone, patientRow } from './people';
import { demoId } from './seeded';
import { townPeople, townSize } from './town-people';

export { townSize };
/** One in three of the town has an account of their own and books by phone. */
const withAccount = (n: number): boolean => n % 3 === 0;

export const townPatientId = (n: number): string => demoId('patient', `town/${n}`);

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
  return townPeople(today).map((one, n) => {
    const registered = addDays(today, -one.registeredDaysAgo);
    const row = patientRow(secrets, one.person, {
      id: townPatientId(n),
      registeredAt: addMinutes(instantAt(registered, '08:00'), one.registeredMinute),
      branchId: branchId(one.branch),
    });
    row.card_number = one.hasCard ? `K${String(20_260_000 + n)}` : '';
    row.allergies = one.allergies;
    row.medical_history = one.medicalHistory;
    row.care_class = one.careClass;
    if (one.contactName !== null) {
      row.contact_name_cipher = secrets.encrypt(one.contactName);
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
  const person = familyPerson(phone, member, index);
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
