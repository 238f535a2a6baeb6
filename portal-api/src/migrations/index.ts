import { Kernel0001 } from './schema/0001-kernel';
import { Identity0002 } from './schema/0002-identity';
import { Patients0003 } from './schema/0003-patients';
import { Appointments0004 } from './schema/0004-appointments';
import { PaymentsDelivery0005 } from './schema/0005-payments-delivery';
import { Upkeep0006 } from './schema/0006-upkeep';
import { DevicesQueue0012 } from './schema/0012-devices-queue';
import { CreditFiles0013 } from './schema/0013-credit-files';
import { Reconciliation0014 } from './schema/0014-reconciliation';
import { GuardsAndLeftovers0020 } from './schema/0020-guards-and-leftovers';
import { Archive0022 } from './schema/0022-archive';
import { Integration0023 } from './schema/0023-integration';
import { EncounterReach0024 } from './schema/0024-encounter-reach';
import { SentToHospital0027 } from './schema/0027-sent-to-hospital';
import { QuickClaims0028 } from './schema/0028-quick-claims';
import { HospitalAnswers0029 } from './schema/0029-hospital-answers';
import { ConsentsOfAccount0030 } from './schema/0030-consents-of-account';
import { HospitalRosters0025 } from './schema/0025-hospital-rosters';
import { DeliveryReceipts0026 } from './schema/0026-delivery-receipts';
import { Records0021 } from './schema/0021-records';
import { ClinicDay0008 } from './schema/0008-clinic-day';
import { Waitlist0009 } from './schema/0009-waitlist';
import { Rescheduling0010 } from './schema/0010-rescheduling';
import { SuspensionAndWork0011 } from './schema/0011-suspension-and-work';

/** In the order in which they run. */
export const migrations = [
  Kernel0001,
  Identity0002,
  Patients0003,
  Appointments0004,
  PaymentsDelivery0005,
  Upkeep0006,
  ClinicDay0008,
  Waitlist0009,
  Rescheduling0010,
  SuspensionAndWork0011,
  DevicesQueue0012,
  CreditFiles0013,
  Reconciliation0014,
  GuardsAndLeftovers0020,
  Records0021,
  Archive0022,
  Integration0023,
  EncounterReach0024,
  HospitalRosters0025,
  DeliveryReceipts0026,
  SentToHospital0027,
  QuickClaims0028,
  HospitalAnswers0029,
  ConsentsOfAccount0030,
] as const;
