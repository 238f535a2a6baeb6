/** The closed lists of the archive: reports, visits, vitals, teeth; FHIR's words where FHIR has one. */

/** lab 检验, imaging 影像, pathology 病理, physical-exam 体检, dental-picture 口腔影像. */
export const reportKinds = [
  'lab',
  'imaging',
  'pathology',
  'physical-exam',
  'dental-picture',
] as const;
export type ReportKind = (typeof reportKinds)[number];

/** FHIR DiagnosticReport.status, those that are shown. `corrected`: the one before was wrong. */
export const reportStatuses = [
  'preliminary',
  'final',
  'amended',
  'corrected',
  'cancelled',
] as const;
export type ReportStatus = (typeof reportStatuses)[number];

/**
 * Where a report stands on its way to the patient. `critical-hold`: a critical value goes to the clinicians
 * first; `review`: somebody has to look; `timed`: by itself at a known moment; `in-person`: only at the desk.
 */
export const releaseStates = [
  'critical-hold',
  'review',
  'timed',
  'in-person',
  'released',
  'withheld',
] as const;
export type ReleaseState = (typeof releaseStates)[number];

/** The rule of a report kind, a setting. */
export const releaseRules = ['at-once', 'after-review', 'after-hours', 'in-person'] as const;
export type ReleaseRule = (typeof releaseRules)[number];

/** HL7 table 0078, as far as LIS send it: normal, high, low, critically high, critically low, abnormal. */
export const resultFlags = ['N', 'H', 'L', 'HH', 'LL', 'A'] as const;
export type ResultFlag = (typeof resultFlags)[number];

export const criticalStates = ['open', 'escalated', 'acknowledged', 'resolved'] as const;
export type CriticalState = (typeof criticalStates)[number];

/** FHIR Encounter.class, in words. */
export const encounterClasses = ['outpatient', 'emergency', 'inpatient', 'physical-exam'] as const;
export type EncounterClass = (typeof encounterClasses)[number];
export const encounterStatuses = ['planned', 'in-progress', 'finished', 'cancelled'] as const;
export type EncounterStatus = (typeof encounterStatuses)[number];
export const orderKinds = ['medication', 'lab', 'imaging', 'procedure', 'dental'] as const;
export type OrderKind = (typeof orderKinds)[number];

export const documentCategories = ['outside-report', 'discharge', 'prescription', 'other'] as const;
export type DocumentCategory = (typeof documentCategories)[number];

/** Blood pressure is one reading of two numbers (mmHg); glucose mmol/L, weight kg, heart rate /min, temperature °C. */
export const vitalKinds = [
  'blood-pressure',
  'glucose',
  'weight',
  'heart-rate',
  'temperature',
] as const;
export type VitalKind = (typeof vitalKinds)[number];
export const vitalSources = ['manual', 'device', 'staff'] as const;
export type VitalSource = (typeof vitalSources)[number];
export const glucoseMoments = ['fasting', 'after-meal', 'before-sleep', 'random'] as const;
export type GlucoseMoment = (typeof glucoseMoments)[number];
/** What was measured longer ago is written down for the record; nobody is alarmed. */
export const vitalAlarmWithinHours = 24;
export const vitalAlarmStates = ['open', 'escalated', 'acknowledged'] as const;
export type VitalAlarmState = (typeof vitalAlarmStates)[number];

export const dentalPictureMoments = ['before', 'during', 'after'] as const;
export type DentalPictureMoment = (typeof dentalPictureMoments)[number];
/** 加工单: to the laboratory and back. */
export const dentalWorkStates = [
  'ordered',
  'in-lab',
  'returned',
  'fitted',
  'remake',
  'cancelled',
] as const;
export type DentalWorkState = (typeof dentalWorkStates)[number];

export const explanationStates = ['draft', 'approved', 'retired'] as const;
export type ExplanationState = (typeof explanationStates)[number];

/** What stands on the timeline of a patient. */
export const timelineKinds = [
  'appointment',
  'encounter',
  'report',
  'document',
  'vital-alarm',
  'dental',
] as const;
export type TimelineKind = (typeof timelineKinds)[number];
