export const clinicDayClasses = [];
