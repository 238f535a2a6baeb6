/**
 * Every operation of the product, by name. The one table from which the server binds its routes,
 * both clients make their calls and the OpenAPI document is written.
 *
 * `:name` marks a path parameter. Free of zod, so the mini-program may carry it.
 */
export const routes = {
  // the public
  getPublicConfig: 'GET /api/portal/config',
  listPrivacyNotices: 'GET /api/portal/privacy-notices',

  // an account: sign-in, consent, closing
  requestSmsCode: 'POST /api/portal/sms-codes',
  signInWithSms: 'POST /api/portal/sessions/sms',
  signInWithWechat: 'POST /api/portal/sessions/wechat',
  signOut: 'DELETE /api/portal/session',
  getAccount: 'GET /api/portal/account',
  updateAccountPreferences: 'PUT /api/portal/account/preferences',
  bindWechatPhone: 'POST /api/portal/account/wechat-phone',
  listConsents: 'GET /api/portal/consents',
  giveConsent: 'POST /api/portal/consents',
  withdrawConsent: 'POST /api/portal/consents/:purpose/withdraw',
  closeAccount: 'POST /api/portal/account/close',

  // 就诊人
  listMyPatients: 'GET /api/portal/patients',
  claimPatient: 'POST /api/portal/patient-claims',
  confirmPatientClaim: 'POST /api/portal/patient-claims/:claimId/confirm',
  getMyPatient: 'GET /api/portal/patients/:patientId',
  updateMyPatient: 'PUT /api/portal/patients/:patientId',
  unlinkMyPatient: 'DELETE /api/portal/patients/:patientId',
  setDefaultPatient: 'POST /api/portal/patients/:patientId/default',
  listMyRecordViews: 'GET /api/portal/patients/:patientId/record-views',

  // the directory, as patients see it
  listBranches: 'GET /api/portal/branches',
  listDepartments: 'GET /api/portal/branches/:branchId/departments',
  searchDirectory: 'GET /api/portal/directory/search',
  listDepartmentDays: 'GET /api/portal/departments/:departmentId/days',
  listDepartmentDoctors: 'GET /api/portal/departments/:departmentId/doctors',
  getDoctor: 'GET /api/portal/doctors/:doctorId',
  listDoctorDays: 'GET /api/portal/doctors/:doctorId/days',
  listDoctorSlots: 'GET /api/portal/doctors/:doctorId/slots',
  listAlternativeSlots: 'GET /api/portal/slots/:slotId/alternatives',

  // booking
  holdPlace: 'POST /api/portal/holds',
  releaseHold: 'DELETE /api/portal/holds/:holdId',
  bookPlace: 'POST /api/portal/appointments',
  chooseDeskPayment: 'POST /api/portal/appointments/:appointmentId/pay-at-desk',
  listMyAppointments: 'GET /api/portal/appointments',
  getMyAppointment: 'GET /api/portal/appointments/:appointmentId',
  cancelMyAppointment: 'POST /api/portal/appointments/:appointmentId/cancel',

  // rescheduling, suspended clinics, the visit itself
  rescheduleMyAppointment: 'POST /api/portal/appointments/:appointmentId/reschedule',
  getMyReschedule: 'GET /api/portal/appointments/:appointmentId/reschedule',
  abandonMyReschedule: 'POST /api/portal/appointments/:appointmentId/reschedule/abandon',
  getMySuspensionCase: 'GET /api/portal/appointments/:appointmentId/suspension',
  answerMySuspensionCase: 'POST /api/portal/appointments/:appointmentId/suspension',
  saveMyVisitReason: 'PUT /api/portal/appointments/:appointmentId/visit-reason',
  checkInMyAppointment: 'POST /api/portal/appointments/:appointmentId/check-in',
  getMyQueuePlace: 'GET /api/portal/appointments/:appointmentId/queue',

  // waitlist (候补)
  joinWaitlist: 'POST /api/portal/waitlist',
  listMyWaitlistEntries: 'GET /api/portal/waitlist',
  getMyWaitlistEntry: 'GET /api/portal/waitlist/:entryId',
  leaveWaitlist: 'POST /api/portal/waitlist/:entryId/leave',
  acceptWaitlistOffer: 'POST /api/portal/waitlist/:entryId/accept',
  declineWaitlistOffer: 'POST /api/portal/waitlist/:entryId/decline',

  // credit (信用)
  getMyCredit: 'GET /api/portal/patients/:patientId/credit',
  appealCreditEvent: 'POST /api/portal/patients/:patientId/credit/appeals',
  uploadFile: 'POST /api/portal/files',
  getMyFile: 'GET /api/portal/files/:fileId',

  // reports
  getStepUp: 'GET /api/portal/step-up',
  requestStepUpCode: 'POST /api/portal/step-up/codes',
  confirmStepUp: 'POST /api/portal/step-up',
  searchMyReports: 'POST /api/portal/patients/:patientId/reports/search',
  getMyReport: 'GET /api/portal/reports/:reportId',
  getMyTrend: 'GET /api/portal/patients/:patientId/trends/:code',
  createReportTicket: 'POST /api/portal/reports/:reportId/tickets',
  openTicket: 'GET /api/portal/tickets/:ticket',
  shareMyReport: 'POST /api/portal/reports/:reportId/shares',
  listMyReportShares: 'GET /api/portal/reports/:reportId/shares',
  endReportShare: 'POST /api/portal/report-shares/:shareId/end',
  openSharedReport: 'POST /api/portal/shared-reports/open',

  // the archive
  listMyEncounters: 'GET /api/portal/patients/:patientId/encounters',
  getMyEncounter: 'GET /api/portal/encounters/:encounterId',
  listMyDocuments: 'GET /api/portal/patients/:patientId/documents',
  addMyDocument: 'POST /api/portal/patients/:patientId/documents',
  removeMyDocument: 'DELETE /api/portal/documents/:documentId',
  createDocumentTicket: 'POST /api/portal/documents/:documentId/tickets',
  listMyVitals: 'GET /api/portal/patients/:patientId/vitals',
  recordMyVital: 'POST /api/portal/patients/:patientId/vitals',
  removeMyVital: 'DELETE /api/portal/vitals/:vitalId',
  saveMyVitalLimit: 'PUT /api/portal/patients/:patientId/vital-limits',
  listMyVitalDevices: 'GET /api/portal/patients/:patientId/vital-devices',
  addMyVitalDevice: 'POST /api/portal/patients/:patientId/vital-devices',
  removeMyVitalDevice: 'DELETE /api/portal/vital-devices/:vitalDeviceId',
  getMyDentalRecord: 'GET /api/portal/patients/:patientId/dental',
  createDentalPictureTicket:
    'POST /api/portal/patients/:patientId/dental/pictures/:pictureId/tickets',

  // money
  createPayment: 'POST /api/portal/payments',
  getPayment: 'GET /api/portal/payments/:paymentId',

  // the inbox
  listMyMessages: 'GET /api/portal/messages',
  countMyUnreadMessages: 'GET /api/portal/messages/unread-count',
  readMyMessage: 'POST /api/portal/messages/:messageId/read',
  readAllMyMessages: 'POST /api/portal/messages/read-all',

  // staff: sign-in and own account
  staffSignIn: 'POST /api/staff/session',
  staffSignOut: 'DELETE /api/staff/session',
  getStaffSession: 'GET /api/staff/session',
  changeStaffPassword: 'POST /api/staff/session/password',
  startTotpEnrolment: 'POST /api/staff/session/totp',
  confirmTotpEnrolment: 'POST /api/staff/session/totp/confirm',
  removeTotp: 'POST /api/staff/session/totp/remove',

  // staff: people and rights
  listStaff: 'GET /api/staff/staff',
  createStaff: 'POST /api/staff/staff',
  updateStaff: 'PUT /api/staff/staff/:staffId',
  resetStaffPassword: 'POST /api/staff/staff/:staffId/reset-password',
  listTeams: 'GET /api/staff/teams',
  createTeam: 'POST /api/staff/teams',
  updateTeam: 'PUT /api/staff/teams/:teamId',
  listRoles: 'GET /api/staff/roles',
  listAuditEvents: 'GET /api/staff/audit-events',

  // staff: the directory
  listBranchesForStaff: 'GET /api/staff/branches',
  createBranch: 'POST /api/staff/branches',
  updateBranch: 'PUT /api/staff/branches/:branchId',
  listDepartmentsForStaff: 'GET /api/staff/departments',
  createDepartment: 'POST /api/staff/departments',
  updateDepartment: 'PUT /api/staff/departments/:departmentId',
  listDoctorsForStaff: 'GET /api/staff/doctors',
  createDoctor: 'POST /api/staff/doctors',
  updateDoctor: 'PUT /api/staff/doctors/:doctorId',
  listServices: 'GET /api/staff/services',
  createService: 'POST /api/staff/services',
  updateService: 'PUT /api/staff/services/:serviceId',

  // staff: rosters
  listRosters: 'GET /api/staff/rosters',
  createRoster: 'POST /api/staff/rosters',
  getRoster: 'GET /api/staff/rosters/:rosterId',
  updateRoster: 'PUT /api/staff/rosters/:rosterId',
  deleteRoster: 'DELETE /api/staff/rosters/:rosterId',
  copyRosterWeek: 'POST /api/staff/rosters/copy-week',
  listRosterTemplates: 'GET /api/staff/roster-templates',
  createRosterTemplate: 'POST /api/staff/roster-templates',
  updateRosterTemplate: 'PUT /api/staff/roster-templates/:templateId',
  deleteRosterTemplate: 'DELETE /api/staff/roster-templates/:templateId',
  applyRosterTemplates: 'POST /api/staff/roster-templates/apply',

  // staff: appointments and the desk
  listSlotsForStaff: 'GET /api/staff/slots',
  listAppointments: 'GET /api/staff/appointments',
  getDaySummary: 'GET /api/staff/appointments/day-summary',
  bookForPatient: 'POST /api/staff/appointments',
  getAppointment: 'GET /api/staff/appointments/:appointmentId',
  cancelAppointment: 'POST /api/staff/appointments/:appointmentId/cancel',
  takeDeskPayment: 'POST /api/staff/appointments/:appointmentId/desk-payment',
  getAppointmentSlip: 'GET /api/staff/appointments/:appointmentId/slip',

  rescheduleAppointment: 'POST /api/staff/appointments/:appointmentId/reschedule',
  bookFollowUpVisit: 'POST /api/staff/appointments/:appointmentId/follow-up',
  savePreparation: 'PUT /api/staff/appointments/:appointmentId/preparation',
  getClinicDay: 'GET /api/staff/clinic-day',

  // staff: check-in and queues
  findCheckIn: 'POST /api/staff/check-ins/find',
  checkInAppointment: 'POST /api/staff/appointments/:appointmentId/check-in',
  listQueues: 'GET /api/staff/queues',
  getQueue: 'GET /api/staff/queues/:rosterId',
  callNext: 'POST /api/staff/queues/:rosterId/call-next',
  recallQueueEntry: 'POST /api/staff/queue-entries/:entryId/recall',
  passOverQueueEntry: 'POST /api/staff/queue-entries/:entryId/pass-over',
  returnQueueEntry: 'POST /api/staff/queue-entries/:entryId/return',
  transferQueueEntry: 'POST /api/staff/queue-entries/:entryId/transfer',
  prioritiseQueueEntry: 'POST /api/staff/queue-entries/:entryId/priority',
  startVisit: 'POST /api/staff/queue-entries/:entryId/start',
  finishVisit: 'POST /api/staff/queue-entries/:entryId/finish',

  // staff: waitlist
  listWaitlistEntries: 'GET /api/staff/waitlist',
  getWaitlistEntry: 'GET /api/staff/waitlist/:entryId',
  joinWaitlistForPatient: 'POST /api/staff/waitlist',
  acceptWaitlistOfferForPatient: 'POST /api/staff/waitlist/:entryId/accept',
  removeWaitlistEntry: 'POST /api/staff/waitlist/:entryId/remove',

  // staff: suspended clinics (停诊)
  previewSuspension: 'POST /api/staff/suspensions/preview',
  createSuspension: 'POST /api/staff/suspensions',
  listSuspensions: 'GET /api/staff/suspensions',
  getSuspension: 'GET /api/staff/suspensions/:suspensionId',
  listSuspensionCases: 'GET /api/staff/suspensions/:suspensionId/cases',
  listCaseAlternatives: 'GET /api/staff/suspension-cases/:caseId/alternatives',
  resolveSuspensionCases: 'POST /api/staff/suspensions/:suspensionId/resolve',
  remindSuspensionCases: 'POST /api/staff/suspensions/:suspensionId/remind',
  closeSuspension: 'POST /api/staff/suspensions/:suspensionId/close',

  // staff: work items (待办)
  listWorkItems: 'GET /api/staff/work-items',
  countMyWork: 'GET /api/staff/work-items/count',
  claimWorkItem: 'POST /api/staff/work-items/:workItemId/claim',
  releaseWorkItem: 'POST /api/staff/work-items/:workItemId/release',
  completeWorkItem: 'POST /api/staff/work-items/:workItemId/complete',

  // staff: credit
  listPatientCredit: 'GET /api/staff/patients/:patientId/credit',
  recordCreditEvent: 'POST /api/staff/patients/:patientId/credit',
  liftCreditSuspension: 'POST /api/staff/patients/:patientId/credit/lift',
  listCreditAppeals: 'GET /api/staff/credit-appeals',
  getCreditAppeal: 'GET /api/staff/credit-appeals/:appealId',
  getCreditAppealFile: 'GET /api/staff/credit-appeals/:appealId/files/:fileId',
  decideCreditAppeal: 'POST /api/staff/credit-appeals/:appealId/decide',
  listBookingPatterns: 'GET /api/staff/booking-patterns',

  // staff: money against the provider's bill, and the cashier's day
  listReconciliations: 'GET /api/staff/reconciliations',
  getReconciliation: 'GET /api/staff/reconciliations/:date',
  runReconciliation: 'POST /api/staff/reconciliations/:date/run',
  settleReconciliationRow: 'POST /api/staff/reconciliation-rows/:rowId/settle',
  getCashierDay: 'GET /api/staff/cashier-days/:date',
  closeCashierDay: 'POST /api/staff/cashier-days/:date/close',
  listCashierDays: 'GET /api/staff/cashier-days',

  // staff: displays and kiosks
  listDevices: 'GET /api/staff/devices',
  createDevice: 'POST /api/staff/devices',
  updateDevice: 'PUT /api/staff/devices/:deviceId',
  renewDevicePairing: 'POST /api/staff/devices/:deviceId/pairing',
  revokeDevice: 'POST /api/staff/devices/:deviceId/revoke',

  // displays and kiosks themselves
  pairDevice: 'POST /api/board/session',
  getDeviceSession: 'GET /api/board/session',
  getBoard: 'GET /api/board/board',
  streamBoard: 'GET /api/board/stream',
  getSiteCode: 'GET /api/board/site-code',
  findKioskVisits: 'POST /api/board/kiosk/visits',
  checkInAtKiosk: 'POST /api/board/kiosk/check-ins',

  // staff: patients
  searchPatients: 'POST /api/staff/patients/search',
  registerPatient: 'POST /api/staff/patients',
  getPatient: 'GET /api/staff/patients/:patientId',
  updatePatient: 'PUT /api/staff/patients/:patientId',
  revealPatientFields: 'POST /api/staff/patients/:patientId/reveal',
  listPatientAppointments: 'GET /api/staff/patients/:patientId/appointments',
  listPatientPayments: 'GET /api/staff/patients/:patientId/payments',
  listPatientProxies: 'GET /api/staff/patients/:patientId/proxies',
  listPatientRecordViews: 'GET /api/staff/patients/:patientId/record-views',
  listPatientMerges: 'GET /api/staff/patients/:patientId/merges',
  undoPatientMerge: 'POST /api/staff/patients/:patientId/merges/:mergeId/undo',

  // staff: reports
  listPatientReports: 'GET /api/staff/patients/:patientId/reports',
  getReport: 'GET /api/staff/reports/:reportId',
  listReportRevisions: 'GET /api/staff/reports/:reportId/revisions',
  getPatientTrend: 'GET /api/staff/patients/:patientId/trends/:code',
  createStaffReportTicket: 'POST /api/staff/reports/:reportId/tickets',
  openStaffTicket: 'GET /api/staff/tickets/:ticket',
  listReportReviews: 'GET /api/staff/report-reviews',
  releaseReport: 'POST /api/staff/reports/:reportId/release',
  withholdReport: 'POST /api/staff/reports/:reportId/withhold',
  listCriticalAlerts: 'GET /api/staff/critical-alerts',
  countCriticalAlerts: 'GET /api/staff/critical-alerts/count',
  acknowledgeCriticalAlert: 'POST /api/staff/critical-alerts/:alertId/acknowledge',
  resolveCriticalAlert: 'POST /api/staff/critical-alerts/:alertId/resolve',
  listItemExplanations: 'GET /api/staff/item-explanations',
  saveItemExplanation: 'POST /api/staff/item-explanations',
  approveItemExplanation: 'POST /api/staff/item-explanations/:explanationId/decide',

  // staff: the archive of a patient
  getPatientTimeline: 'GET /api/staff/patients/:patientId/timeline',
  getPatientPrompts: 'GET /api/staff/patients/:patientId/prompts',
  listPatientEncounters: 'GET /api/staff/patients/:patientId/encounters',
  getEncounter: 'GET /api/staff/encounters/:encounterId',
  createEncounterTicket: 'POST /api/staff/encounters/:encounterId/tickets',
  uploadStaffFile: 'POST /api/staff/files',
  listPatientDocuments: 'GET /api/staff/patients/:patientId/documents',
  addPatientDocument: 'POST /api/staff/patients/:patientId/documents',
  createStaffDocumentTicket: 'POST /api/staff/documents/:documentId/tickets',
  listPatientVitals: 'GET /api/staff/patients/:patientId/vitals',
  recordPatientVital: 'POST /api/staff/patients/:patientId/vitals',
  listVitalAlarms: 'GET /api/staff/vital-alarms',
  acknowledgeVitalAlarm: 'POST /api/staff/vital-alarms/:alarmId/acknowledge',
  getPatientDentalRecord: 'GET /api/staff/patients/:patientId/dental',
  addToothNote: 'POST /api/staff/patients/:patientId/dental/notes',
  addDentalPicture: 'POST /api/staff/patients/:patientId/dental/pictures',
  createStaffPictureTicket:
    'POST /api/staff/patients/:patientId/dental/pictures/:pictureId/tickets',
  createDentalWorkOrder: 'POST /api/staff/patients/:patientId/dental/work-orders',
  moveDentalWorkOrder: 'POST /api/staff/dental-work-orders/:workOrderId/move',

  // staff: the hospital's own systems
  listExternalSystems: 'GET /api/staff/external-systems',
  createExternalSystem: 'POST /api/staff/external-systems',
  updateExternalSystem: 'PUT /api/staff/external-systems/:systemId',
  testExternalSystem: 'POST /api/staff/external-systems/:systemId/test',
  pauseExternalSystem: 'POST /api/staff/external-systems/:systemId/pause',
  runExternalSystem: 'POST /api/staff/external-systems/:systemId/run',
  getSyncBoard: 'GET /api/staff/sync-board',
  getMappingReport: 'GET /api/staff/external-systems/:systemId/mapping-report',
  listInboundMessages: 'GET /api/staff/inbound-messages',
  getInboundMessage: 'GET /api/staff/inbound-messages/:inboundId',
  replayInboundMessages: 'POST /api/staff/inbound-messages/replay',
  linkInboundMessage: 'POST /api/staff/inbound-messages/:inboundId/link',
  discardInboundMessage: 'POST /api/staff/inbound-messages/:inboundId/discard',
  listOutboundMessages: 'GET /api/staff/outbound-messages',
  replayOutboundMessages: 'POST /api/staff/outbound-messages/replay',
  listSyncConflicts: 'GET /api/staff/sync-conflicts',
  getSyncConflict: 'GET /api/staff/sync-conflicts/:conflictId',
  resolveSyncConflict: 'POST /api/staff/sync-conflicts/:conflictId/resolve',

  // staff: settings
  listSettings: 'GET /api/staff/settings',
  updateSetting: 'PUT /api/staff/settings/:key',
  listSettingHistory: 'GET /api/staff/settings/:key/history',

  // staff: what failed for good
  listDeadLetters: 'GET /api/staff/dead-letters',
  requeueDeadLetter: 'POST /api/staff/dead-letters/:kind/:deadLetterId/requeue',
  discardDeadLetter: 'POST /api/staff/dead-letters/:kind/:deadLetterId/discard',

  // callbacks of outside systems
  receivePaymentNotification: 'POST /api/callbacks/wechat-pay/payments',
  receiveRefundNotification: 'POST /api/callbacks/wechat-pay/refunds',
  receiveVitals: 'POST /api/callbacks/devices/vitals',
  receiveSmsReceipts: 'POST /api/callbacks/sms/receipts',
} as const;

export type OperationId = keyof typeof routes;
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Splits a row of the table: `routeOf('getDoctor')` → `{ method: 'GET', path: '/api/portal/doctors/:doctorId' }`. */
export function routeOf(id: OperationId): { method: Method; path: string } {
  const [method, path] = routes[id].split(' ') as [Method, string];
  return { method, path };
}

/** Fills `:name` parameters, percent-encoded. Throws when one is missing: a request to the wrong place helps nobody. */
export function fillPath(path: string, params: Record<string, string> = {}): string {
  return path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === '') throw new Error(`path parameter ${name} is missing`);
    return encodeURIComponent(value);
  });
}
