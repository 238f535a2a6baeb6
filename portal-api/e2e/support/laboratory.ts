import { expect } from 'vitest';
import type { NewReport, SimControl } from '../../dev/simulators/control';

/** One of a family of the demonstration; the account that acts for him has this number. */
export const labPatient = { name: '陈建国', masked: '陈*国', accountPhone: '19900000001' };

/** How the reports that are sent here stand in lists. */
export const panelWords = { sugar: '空腹血糖', salts: '电解质' };

/** The analysers of the simulated hospital: results leave them by MLLP, for one patient of the HIS. */
export class Laboratory {
  private constructor(
    private readonly sim: SimControl,
    private readonly externalId: string,
  ) {}

  static async of(sim: SimControl): Promise<Laboratory> {
    const { patients } = await sim.hospital();
    const patient = patients.find(({ name }) => name === labPatient.name);
    if (!patient) throw new Error(`${labPatient.name} is unknown in the HIS`);
    return new Laboratory(sim, patient.id);
  }

  /** Fasting glucose in mmol/L; answers the number of the report. */
  async sendSugar(value: number): Promise<string> {
    return this.taken({ panel: 'sugar', items: { GLU: value } });
  }

  async correctSugar(reportNo: string, value: number): Promise<void> {
    const { answer } = await this.sim.correctReport(reportNo, { GLU: value });
    expect(answer, 'what the correction was answered').toBe('AA');
  }

  /** Electrolytes, one of them beyond its 危急值. */
  async sendCritical(): Promise<string> {
    return this.taken({ isCritical: true });
  }

  private async taken(report: Omit<NewReport, 'patientId'>): Promise<string> {
    const sent = await this.sim.sendReport({ ...report, patientId: this.externalId });
    expect(sent.answer, 'what the result was answered').toBe('AA');
    return sent.reportNo;
  }
}
