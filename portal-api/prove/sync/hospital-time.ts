import { HospitalClock } from '../../dev/simulators/kernel/hospital-clock';

/** The hospital's own clock, hours away from ours: it goes on by what happens, not by how long a proof takes. */
export class HospitalTime extends HospitalClock {
  constructor(private at: number) {
    super();
  }

  override now(): Date {
    return new Date(this.at);
  }

  tick(milliseconds: number): void {
    this.at += milliseconds;
  }
}
