/** Teeth: notes by tooth, pictures before and after, and work of the dental laboratory (加工单). */
import { z } from 'zod';
import { dentalPictureMoments, dentalWorkStates } from './wire';
import { id, instant, localDate, optionalText, text } from './common';
import { FileInfo } from './credit';
import { operation } from './operation';
import { Ticket } from './reports';

const tag = 'dental';

const tooth = z
  .string()
  .regex(/^([1-4][1-8]|[5-8][1-5])$/, '请填写 FDI 牙位，如 16')
  .meta({ description: 'FDI two-digit notation' });

export const DentalRecord = z
  .object({
    notes: z.array(
      z.object({
        id,
        tooth,
        finding: z.string(),
        treatment: z.string(),
        notedAt: instant,
        notedBy: z.string(),
      }),
    ),
    pictures: z.array(
      z.object({
        id,
        file: FileInfo,
        moment: z.enum(dentalPictureMoments),
        tooth: tooth.nullable(),
        caption: z.string(),
        takenOn: localDate,
        pairKey: z
          .string()
          .meta({ description: 'Before and after of the same treatment share it' }),
      }),
    ),
    workOrders: z.array(
      z.object({
        id,
        orderNo: z.string(),
        item: z.string(),
        teeth: z.array(tooth),
        laboratory: z.string(),
        shade: z.string(),
        state: z.enum(dentalWorkStates),
        dueOn: localDate.nullable(),
        steps: z.array(
          z.object({
            state: z.enum(dentalWorkStates),
            at: instant,
            by: z.string(),
            note: z.string(),
          }),
        ),
        version: z.int(),
      }),
    ),
  })
  .meta({ id: 'DentalRecord' });

const patientParams = z.object({ patientId: id });
const myPatient = { by: 'account', owns: 'patient', consent: 'health-data' } as const;
const myOpenPatient = { ...myPatient, stepUp: true } as const;
const display = { by: 'staff', permission: 'archive.display' } as const;
const create = { by: 'staff', permission: 'archive.create' } as const;
const update = { by: 'staff', permission: 'archive.update' } as const;

export const portalDentalOperations = {
  getMyDentalRecord: operation('getMyDentalRecord', {
    summary: 'Teeth: notes, pictures, work of the laboratory',
    tag,
    access: myOpenPatient,
    params: patientParams,
    response: DentalRecord,
  }),
  createDentalPictureTicket: operation('createDentalPictureTicket', {
    summary: 'Opens one picture',
    tag,
    access: myOpenPatient,
    params: patientParams.extend({ pictureId: id }),
    response: Ticket,
  }),
};

export const staffDentalOperations = {
  getPatientDentalRecord: operation('getPatientDentalRecord', {
    summary: 'Teeth: notes, pictures, work of the laboratory',
    tag,
    access: display,
    params: patientParams,
    response: DentalRecord,
  }),
  addToothNote: operation('addToothNote', {
    summary: 'A finding or treatment at a tooth',
    tag,
    access: create,
    idempotent: true,
    errors: ['PATIENT_LOCKED'],
    params: patientParams,
    body: z.object({
      tooth,
      finding: optionalText(200).default(''),
      treatment: optionalText(200).default(''),
    }),
    response: DentalRecord,
  }),
  addDentalPicture: operation('addDentalPicture', {
    summary: 'A picture before, during or after a treatment',
    tag,
    access: create,
    idempotent: true,
    errors: ['NOT_FOUND', 'PATIENT_LOCKED'],
    params: patientParams,
    body: z.object({
      fileId: id,
      moment: z.enum(dentalPictureMoments),
      tooth: tooth.nullable().default(null),
      caption: optionalText(60).default(''),
      takenOn: localDate,
      pairKey: optionalText(30).default(''),
    }),
    response: DentalRecord,
  }),
  createStaffPictureTicket: operation('createStaffPictureTicket', {
    summary: 'Opens one picture; recorded',
    tag,
    access: display,
    params: patientParams.extend({ pictureId: id }),
    response: Ticket,
  }),
  createDentalWorkOrder: operation('createDentalWorkOrder', {
    summary: 'An order to the dental laboratory (加工单)',
    tag,
    access: create,
    idempotent: true,
    errors: ['PATIENT_LOCKED'],
    params: patientParams,
    body: z.object({
      item: text(60),
      teeth: z.array(tooth).min(1, '请选择牙位').max(32),
      laboratory: text(60),
      shade: optionalText(10).default(''),
      dueOn: localDate.nullable().default(null),
      note: optionalText(200).default(''),
    }),
    response: DentalRecord,
  }),
  moveDentalWorkOrder: operation('moveDentalWorkOrder', {
    summary: 'The next state of an order to the laboratory',
    tag,
    access: update,
    errors: ['INVALID_STATE', 'VERSION_CONFLICT'],
    params: z.object({ workOrderId: id }),
    body: z.object({
      state: z.enum(dentalWorkStates),
      note: optionalText(200).default(''),
      version: z.int(),
    }),
    response: DentalRecord,
  }),
};
