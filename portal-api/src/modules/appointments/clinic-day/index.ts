/** A doctor's or nurse's day before it begins. */
import { ClinicDayController } from './clinic-day.controller';
import { DayVisits } from './day-visits';
import { GetClinicDay } from './get-clinic-day';
import { SavePreparation } from './save-preparation';

export const clinicDayClasses = [DayVisits, GetClinicDay, SavePreparation, ClinicDayController];
