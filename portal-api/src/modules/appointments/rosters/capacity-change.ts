import { AppError, localTimeOf } from '../../../kernel';
import type { LockedPlace } from './locked-roster';
import type { SlotCapacity } from './roster-plan';

type PlaceChannel = LockedPlace['channel'];

const channelNames: Record<PlaceChannel, string> = {
  any: '共享',
  wechat: '微信',
  phone: '电话',
  desk: '窗口',
};

/** What must be added and removed so that every slot has its new capacity. */
export interface CapacityChange {
  add: { slot_id: string; number: number; channel: PlaceChannel }[];
  remove: { slot_id: string; number: number }[];
}

/**
 * Only places nobody holds or bought go, the last ones first; numbers of people who booked stay. What
 * is added gets the numbers after the roster's last, as extra places do on paper (加号).
 * @throws ROSTER_HAS_APPOINTMENTS when a slot has more taken than it would have
 */
export function planCapacityChange(
  places: readonly LockedPlace[],
  slotIds: readonly string[],
  capacity: SlotCapacity,
): CapacityChange {
  const change: CapacityChange = { add: [], remove: [] };
  const wanted: [PlaceChannel, number][] = [
    ['any', capacity.shared],
    ['wechat', capacity.wechat],
    ['phone', capacity.phone],
    ['desk', capacity.desk],
  ];
  const bySlot = new Map<string, LockedPlace[]>(slotIds.map((id) => [id, []]));
  for (const place of places) bySlot.get(place.slot_id)?.push(place);
  let lastNumber = places.reduce((last, place) => Math.max(last, place.number), 0);
  for (const slotId of slotIds) {
    const ofSlot = bySlot.get(slotId) ?? [];
    for (const [channel, count] of wanted) {
      const ofChannel = ofSlot.filter((place) => place.channel === channel);
      for (let i = ofChannel.length; i < count; i++) {
        change.add.push({ slot_id: slotId, number: ++lastNumber, channel });
      }
      change.remove.push(...surplus(ofChannel, count));
    }
  }
  return change;
}

function surplus(ofChannel: readonly LockedPlace[], count: number): LockedPlace[] {
  const tooMany = ofChannel.length - count;
  if (tooMany <= 0) return [];
  const untaken = ofChannel.filter((place) => place.state === 'free' || place.state === 'closed');
  if (untaken.length < tooMany) {
    const taken = ofChannel.length - untaken.length;
    const { starts_at: startsAt, channel } = ofChannel[0]!;
    throw new AppError('ROSTER_HAS_APPOINTMENTS', {
      message: `${localTimeOf(startsAt)} 时段的${channelNames[channel]}号已约出 ${taken} 个，不能少于这个数`,
    });
  }
  return untaken.slice(-tooMany);
}
