/**
 * What one patient may have only once at a time, by the setting in force.
 * @param slot an alias of slot, or of anything with its columns
 */
export function exclusivityKeySql(setting: string, patientId: string, slot: string): string {
  return `
  case ${setting}
    when 'doctor-day' then 'doctor-day:' || ${patientId} || ':' || ${slot}.doctor_id || ':' || ${slot}.date
    when 'department-period' then 'department-period:' || ${patientId} || ':' || ${slot}.department_id || ':' || ${slot}.date || ':' || ${slot}.period
    when 'slot' then 'slot:' || ${patientId} || ':' || ${slot}.id
    else 'department-day:' || ${patientId} || ':' || ${slot}.department_id || ':' || ${slot}.date
  end`;
}
