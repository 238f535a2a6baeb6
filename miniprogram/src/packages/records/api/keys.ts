/** Everything of the records lies below one key: after a step-up all of it is read again. */
export const recordKeys = {
  all: ['records'] as const,
  reports: (patientId: string) => ['records', 'reports', patientId] as const,
  report: (id: string) => ['records', 'report', id] as const,
  shares: (id: string) => ['records', 'shares', id] as const,
  trend: (patientId: string, code: string) => ['records', 'trend', patientId, code] as const,
  encounters: (patientId: string) => ['records', 'encounters', patientId] as const,
  encounter: (id: string) => ['records', 'encounter', id] as const,
  documents: (patientId: string) => ['records', 'documents', patientId] as const,
  vitals: (patientId: string) => ['records', 'vitals', patientId] as const,
  devices: (patientId: string) => ['records', 'devices', patientId] as const,
  dental: (patientId: string) => ['records', 'dental', patientId] as const,
};
