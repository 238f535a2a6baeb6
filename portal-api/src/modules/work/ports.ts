import { Provide, Scope, ScopeEnum } from '@midwayjs/core';

export interface WorkSubject {
  name: string;
  nameMasked: string;
  phoneMasked: string;
}

/** Whom an item is about, as people read it. Declared here, implemented by patients. */
export interface WorkSubjects {
  describe(patientIds: readonly string[]): Promise<Map<string, WorkSubject>>;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class WorkSubjectsHolder {
  subjects: WorkSubjects;
}
