import type { DemoFamilyMember } from './accounts';
import { areas } from './data/names';
import { type Person, residentNumber } from './people';

/** A member of a demonstration family as a person with a document. */
export function familyPerson(phone: string, member: DemoFamilyMember, index: number): Person {
  const [area, place] = areas[6];
  return {
    ...member,
    identityType: 'resident-id',
    identityNumber: residentNumber(area, member.birthDate, member.gender, 150 + index),
    phone,
    address: `${place}学府路 18 号 3 幢 502 室`,
  };
}
