import type { ModuleDefinition } from '../../kernel';
import { BranchesForStaff } from './branches-for-staff';
import { DepartmentsForStaff } from './departments-for-staff';
import { DoctorsForStaff } from './doctors-for-staff';
import { GetDoctor } from './get-doctor';
import { ListBranches } from './list-branches';
import { ListDepartmentDoctors } from './list-department-doctors';
import { ListDepartments } from './list-departments';
import { PortalDirectoryController } from './portal-directory.controller';
import { AvailabilityHolder } from './ports';
import { SearchDirectory } from './search-directory';
import { ServicesForStaff } from './services-for-staff';
import { StaffDirectoryController } from './staff-directory.controller';

/** Branches, departments, doctors and prices. */
export const directoryModule: ModuleDefinition = {
  name: 'directory',
  classes: [
    PortalDirectoryController,
    StaffDirectoryController,
    ListBranches,
    ListDepartments,
    ListDepartmentDoctors,
    GetDoctor,
    SearchDirectory,
    BranchesForStaff,
    DepartmentsForStaff,
    DoctorsForStaff,
    ServicesForStaff,
    AvailabilityHolder,
  ],
};
