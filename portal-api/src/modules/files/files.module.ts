import type { ModuleDefinition } from '../../kernel';
import { FilesOfAccount } from './account-follower';
import { FileStore } from './file-store';
import { FilesController } from './files.controller';
import { staffUploadsPerDay, uploadsPerDay } from './files.settings';
import { ForgetLooseFiles } from './forget-loose-files.job';
import { TicketsOfPatient } from './patient-follower';
import { ForgetOldTickets, ticketClasses } from './tickets';
import { UploadFile } from './upload-file';

/** Documents that accounts hand in. Staff see one only through what it is attached to. */
export const filesModule: ModuleDefinition = {
  name: 'files',
  classes: [
    FileStore,
    UploadFile,
    ForgetLooseFiles,
    FilesOfAccount,
    TicketsOfPatient,
    FilesController,
    ...ticketClasses,
  ],
  jobs: [
    { name: 'forget-loose-files', everySeconds: 600, job: ForgetLooseFiles },
    { name: 'forget-old-tickets', everySeconds: 3_600, job: ForgetOldTickets },
  ],
  settings: [uploadsPerDay, staffUploadsPerDay],
};
