import { AddDentalPicture } from './add-dental-picture';
import { AddToothNote } from './add-tooth-note';
import { DentalRecords } from './dental-records';
import { DentalWorkOrders } from './dental-work-orders';
import { DentalController } from './dental.controller';
import { PictureTickets } from './picture-tickets';

export { PictureTickets } from './picture-tickets';

export const dentalClasses = [
  DentalRecords,
  AddToothNote,
  AddDentalPicture,
  DentalWorkOrders,
  PictureTickets,
  DentalController,
];
