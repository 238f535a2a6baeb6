import type { Scene } from './scene';

/** A hostile trigger on the database under test: what a careless migration or a second program could do. */
export function hostileTrigger(
  table: string,
  when: string,
  body: string,
): (scene: Scene) => Promise<void> {
  return async (scene) => {
    await scene.sql.query(
      `create or replace function hostile() returns trigger language plpgsql as $$ begin ${body} end $$`,
    );
    await scene.sql.query(
      `create trigger hostile ${when} on ${table} for each row execute function hostile()`,
    );
  };
}

/** Every third place that is sold is open again at once. */
export const forgetfulPlaces = hostileTrigger(
  'place',
  'before update',
  `if new.state = 'sold' and new.number % 3 = 0 then
     new.state := 'free'; new.appointment_id := null; new.hold_id := null;
   end if; return new;`,
);

/** Places that come back do not reach the shelf. */
export const leakingPlaces = hostileTrigger(
  'place',
  'before update',
  `if new.state = 'free' and old.state in ('held', 'sold') then new.state := 'closed'; end if; return new;`,
);
