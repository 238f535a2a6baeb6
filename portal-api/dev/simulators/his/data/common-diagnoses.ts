/** Diagnoses that more than one person has: ICD-10 code and name. */
export const diabetes = ['E11.900', '2型糖尿病'] as const;
export const hypertension = ['I10.x00', '原发性高血压'] as const;
export const lipaemia = ['E78.500', '高脂血症'] as const;
