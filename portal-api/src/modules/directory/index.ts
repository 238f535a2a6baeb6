export { directoryModule } from './directory.module';
export { AvailabilityHolder, type Availability, type DoctorAvailability } from './ports';
export { pinyinInitials } from './pinyin-initials';
