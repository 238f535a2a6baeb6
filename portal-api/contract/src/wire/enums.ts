/** The closed lists of the product, the same in database, API and screen code. */

export const genders = ['male', 'female', 'other', 'unknown'] as const;
export type Gender = (typeof genders)[number];

/** resident-id: 居民身份证; hk-macao-permit: 港澳居民来往内地通行证; taiwan-permit: 台湾居民来往大陆通行证; newborn: no document yet, registered by a guardian. */
export const identityTypes = [
  'resident-id',
  'passport',
  'hk-macao-permit',
  'taiwan-permit',
  'newborn',
] as const;
export type IdentityType = (typeof identityTypes)[number];
/** 院内档案: known to a system of the hospital only, without a document. Nobody registers with it. */
export const recordIdentityTypes = [...identityTypes, 'hospital-record'] as const;
export type RecordIdentityType = (typeof recordIdentityTypes)[number];

export const relations = ['self', 'spouse', 'child', 'parent', 'sibling', 'other'] as const;
export type Relation = (typeof relations)[number];

/** 常规 / 重点 / 特殊. */
export const careClasses = ['regular', 'key', 'special'] as const;
export type CareClass = (typeof careClasses)[number];

export const consentPurposes = ['service', 'health-data', 'care-messages'] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

/** 上午 / 下午 / 晚间. */
export const dayPeriods = ['morning', 'afternoon', 'evening'] as const;
export type DayPeriod = (typeof dayPeriods)[number];

export const doctorTitles = ['chief', 'associate-chief', 'attending', 'resident'] as const;
export type DoctorTitle = (typeof doctorTitles)[number];

/** The channel a place is meant for; `any` serves all three. */
export const channels = ['wechat', 'phone', 'desk'] as const;
export type Channel = (typeof channels)[number];

export const placeStates = ['free', 'held', 'offered', 'sold', 'closed'] as const;
export type PlaceState = (typeof placeStates)[number];

export const holdStates = ['active', 'confirmed', 'released', 'expired'] as const;
export type HoldState = (typeof holdStates)[number];

/** FHIR AppointmentStatus: pending = place held, not yet confirmed. */
export const appointmentStatuses = [
  'pending',
  'booked',
  'arrived',
  'fulfilled',
  'cancelled',
  'noshow',
] as const;
export type AppointmentStatus = (typeof appointmentStatuses)[number];

export const paymentStates = [
  'created',
  'paying',
  'paid',
  'closed',
  'partially-refunded',
  'refunded',
] as const;
export type PaymentState = (typeof paymentStates)[number];

export const refundStates = ['requested', 'processing', 'succeeded', 'abnormal'] as const;
export type RefundState = (typeof refundStates)[number];

export const paymentMethods = [
  'wechat-jsapi',
  'wechat-native',
  'cash',
  'bank-card',
  'insurance',
] as const;
export type PaymentMethod = (typeof paymentMethods)[number];
export const deskPaymentMethods = ['cash', 'bank-card', 'insurance'] as const;
export type DeskPaymentMethod = (typeof deskPaymentMethods)[number];

/** Where the registration fee stands, seen from an appointment. */
export const feeStates = [
  'free',
  'unpaid',
  'pay-at-desk',
  'paid',
  'refunding',
  'refunded',
] as const;
export type FeeState = (typeof feeStates)[number];

export const cancelReasons = [
  'schedule-conflict',
  'recovered',
  'other-hospital',
  'booked-by-mistake',
  'clinic-suspended',
  'number-refused',
  'other',
] as const;
export type CancelReason = (typeof cancelReasons)[number];

/** Who ended an appointment. */
export const cancelActors = ['patient', 'staff', 'system'] as const;
export type CancelActor = (typeof cancelActors)[number];

export const messageKinds = [
  'appointment-booked',
  'payment-received',
  'appointment-cancelled',
  'refund-completed',
  'appointment-reminder',
  'proxy-added',
  'appointment-rescheduled',
  'waitlist-joined',
  'waitlist-offered',
  'waitlist-missed',
  'waitlist-ended',
  'clinic-suspended',
  'queue-called',
  'queue-transferred',
  'no-show-recorded',
  'credit-marked',
  'credit-appeal-decided',
  'report-released',
  'report-corrected',
  'report-in-person',
  'vital-alarm',
] as const;
export type MessageKind = (typeof messageKinds)[number];

export const roles = [
  'super-admin',
  'president',
  'development-director',
  'manager',
  'supervisor',
  'staff',
  'data-analyst',
  'front-desk',
  'nurse',
  'doctor',
] as const;
export type RoleId = (typeof roles)[number];

/** The nine verbs of the role table. */
export const verbs = [
  'create',
  'update',
  'delete',
  'retrieve',
  'display',
  'analyse',
  'print',
  'import',
  'export',
] as const;
export type Verb = (typeof verbs)[number];

export const resources = [
  'settings',
  'staff',
  'role',
  'audit',
  'directory',
  'roster',
  'patient',
  'appointment',
  'payment',
  'report',
  'queue',
  'work',
  'device',
  'credit',
  'finance',
  'archive',
  'integration',
  'knowledge',
] as const;
export type ResourceKind = (typeof resources)[number];

/** From wide to narrow. */
export const scopes = ['all', 'branch', 'department', 'team', 'self'] as const;
export type ScopeKind = (typeof scopes)[number];

export type Permission = `${ResourceKind}.${Verb}`;
