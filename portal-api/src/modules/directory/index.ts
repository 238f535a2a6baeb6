export { directoryModule } from './directory.module';
export { pinyinInitials } from './pinyin-initials';
export { AvailabilityHolder, type Availability, type DoctorAvailability } from './ports';
export { titleNames } from './title-names';
