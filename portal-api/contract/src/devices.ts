/** Displays (候诊大屏) and kiosks (自助机): paired once by a code, known by a token of their own. */
import { z } from 'zod';
import { deviceKinds } from './wire';
import { id, instant, listOf, text } from './common';
import { operation } from './operation';

const tag = 'devices';

export const Device = z
  .object({
    id,
    kind: z.enum(deviceKinds),
    name: z.string(),
    branchId: id,
    branchName: z.string(),
    departmentIds: z
      .array(id)
      .meta({ description: 'What a board shows and a kiosk serves; empty: the whole branch' }),
    isPaired: z.boolean(),
    isRevoked: z.boolean(),
    lastSeenAt: instant.nullable(),
    createdAt: instant,
    version: z.int(),
  })
  .meta({ id: 'Device' });

/** Shown once; typed into the device within its time. */
export const DevicePairing = z
  .object({ device: Device, code: z.string(), expiresAt: instant })
  .meta({ id: 'DevicePairing' });

export const DeviceSession = z
  .object({
    deviceId: id,
    kind: z.enum(deviceKinds),
    name: z.string(),
    hospitalName: z.string(),
    branchName: z.string(),
    departmentNames: z.array(z.string()),
  })
  .meta({ id: 'DeviceSession' });

const deviceParams = z.object({ deviceId: id });
const shape = {
  name: text(40),
  departmentIds: z.array(id).max(50, '最多 50 个科室').default([]),
};

export const deviceOperations = {
  listDevices: operation('listDevices', {
    summary: 'Displays and kiosks with when they were last seen',
    tag,
    access: { by: 'staff', permission: 'device.display' },
    response: listOf(Device),
  }),
  createDevice: operation('createDevice', {
    summary: 'Add a device; the pairing code is shown once',
    tag,
    access: { by: 'staff', permission: 'device.create' },
    errors: ['NAME_TAKEN'],
    body: z.object({ kind: z.enum(deviceKinds), branchId: id, ...shape }),
    response: DevicePairing,
  }),
  updateDevice: operation('updateDevice', {
    summary: 'Name and departments',
    tag,
    access: { by: 'staff', permission: 'device.update' },
    errors: ['VERSION_CONFLICT', 'NAME_TAKEN'],
    params: deviceParams,
    body: z.object({ ...shape, version: z.int() }),
    response: Device,
  }),
  renewDevicePairing: operation('renewDevicePairing', {
    summary: 'A new pairing code; the token in use ends',
    tag,
    access: { by: 'staff', permission: 'device.update' },
    params: deviceParams,
    response: DevicePairing,
  }),
  revokeDevice: operation('revokeDevice', {
    summary: 'Shut a device out for good',
    tag,
    access: { by: 'staff', permission: 'device.delete' },
    params: deviceParams,
    response: Device,
  }),
  pairDevice: operation('pairDevice', {
    summary: 'Type the code into the device; answers with its cookies',
    tag,
    access: { by: 'anyone' },
    limit: 'sign-in',
    errors: ['CODE_INVALID'],
    body: z.object({
      code: z
        .string()
        .trim()
        .regex(/^\d{8}$/, '请输入 8 位配对码'),
      kind: z.enum(deviceKinds),
    }),
    response: DeviceSession,
  }),
  getDeviceSession: operation('getDeviceSession', {
    summary: 'Who this device is',
    tag,
    access: { by: 'device' },
    response: DeviceSession,
  }),
};
