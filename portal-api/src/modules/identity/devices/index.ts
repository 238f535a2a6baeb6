/** Displays and kiosks: who they are and how they get in. */
import { DeviceStaffController } from './device.staff.controller';
import { DeviceController } from './device.controller';
import { Devices } from './devices';
import { ManageDevices } from './manage-devices';
import { PairDevice } from './pair-device';

export { Devices, requireDevice } from './devices';

export const deviceClasses = [
  Devices,
  ManageDevices,
  PairDevice,
  DeviceController,
  DeviceStaffController,
];
