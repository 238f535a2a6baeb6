import { subscription } from '../../../kernel';
import { EscalateVitalAlarms } from './escalate-vital-alarms.job';
import { FollowAlarmWork } from './follow-alarm-work';
import { RaiseVitalAlarm } from './raise-vital-alarm';
import { ReadVitals } from './read-vitals';
import { ReceiveVitals } from './receive-vitals';
import { RecordVital } from './record-vital';
import { RemoveMyVital } from './remove-my-vital';
import { VitalAlarms } from './vital-alarms';
import { VitalDevices } from './vital-devices';
import { VitalIntake } from './vital-intake';
import { VitalLimits } from './vital-limits';
import { VitalReadings } from './vital-readings';
import { VitalsController } from './vitals.controller';

export { VitalIntake } from './vital-intake';
export { vitalSettings } from './vital.settings';

export const vitalClasses = [
  VitalLimits,
  RaiseVitalAlarm,
  VitalReadings,
  VitalIntake,
  ReadVitals,
  RecordVital,
  RemoveMyVital,
  VitalDevices,
  ReceiveVitals,
  VitalAlarms,
  EscalateVitalAlarms,
  FollowAlarmWork,
  VitalsController,
];

export const vitalJobs = [
  { name: 'escalate-vital-alarms', everySeconds: 15, job: EscalateVitalAlarms },
];

export const vitalSubscriptions = [
  subscription('work.completed', 'vital-alarm-work', FollowAlarmWork),
];
