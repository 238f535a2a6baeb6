import { EndUnconfirmed } from './end-unconfirmed.job';
import { HisNumberSource } from './his-number-source';
import { NumberOwners } from './number-owners';
import { UnknownRosters } from './unknown-rosters';
import { branchesOfHis, confirmMinutes } from './number-source.settings';

export { EndUnconfirmed, HisNumberSource };

export const numberSourceClasses = [NumberOwners, UnknownRosters, HisNumberSource, EndUnconfirmed];
export const numberSourceSettings = [branchesOfHis, confirmMinutes];
