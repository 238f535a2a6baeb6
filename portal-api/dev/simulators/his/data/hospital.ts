/** Makes the records of a branch: the same people, day and plans give the same hospital. */
import { addDays, addMinutes, instantAt, localDateOf } from '../../../../src/kernel/local-date';
import type { IncomingObservation, IncomingReport } from '../../../../src/modules/records';
import { demoDoctors } from '../../../demo-data/directory';
import { Seeded } from '../../../demo-data/seeded';
import { drugs } from './drugs';
import { familyStories } from './family-stories';
import { clinicsAhead } from './clinics';
import { type Course, lineOf, linesOf, type Measuring } from './lab-report';
import type {
  Hospital,
  HospitalDoctor,
  HospitalPatient,
  HospitalReport,
  HospitalVisit,
} from './model';
import { type Narrative, narratives } from './narratives';
import { type Panel, panels } from './panels';
import { type HospitalPerson, population } from './population';
import { townStory } from './town-stories';
import type { Story, VisitPlan } from './visit-plan';

/** A trend runs over these days. */
const span = 1_826;
const technicians = ['检验科 韦丽', '检验科 孔祥', '检验科 岑洁'];
const reviewers = ['检验科 齐正元', '检验科 尤慧'];
const radiologists = ['放射科 费明', '超声科 祝珊', '病理科 柴文'];
const seniors = ['放射科 乔国安', '超声科 成莉', '病理科 岳志'];

export function makeHospital(branch: Hospital['branch'], anchor: Date): Hospital {
  const doctors = doctorsOf(branch);
  const departments = new Set(doctors.map(({ departmentCode }) => departmentCode));
  const people = population(branch, localDateOf(anchor));
  const visits = people.flatMap((person) =>
    new Biographer(person, doctors, anchor).visitsOf(
      familyStories[person.key] ?? townStory(new Seeded(`his/${person.key}`), departments),
    ),
  );
  return {
    branch,
    doctors,
    clinics: clinicsAhead(branch, doctors, anchor),
    patients: people.map(({ patient }) => patient),
    visits: visits.sort((a, b) => a.is.startedAt.getTime() - b.is.startedAt.getTime()),
  };
}

function doctorsOf(branch: Hospital['branch']): HospitalDoctor[] {
  return demoDoctors()
    .filter((doctor) => doctor.branch === branch)
    .map((doctor) => ({
      code: `${branch}-${doctor.department.code}-${doctor.rank + 1}`,
      name: doctor.name,
      departmentCode: doctor.department.code,
      departmentName: doctor.department.name,
    }));
}

class Biographer {
  private readonly patient: HospitalPatient;
  private readonly key: string;

  constructor(
    { patient, key }: HospitalPerson,
    private readonly doctors: readonly HospitalDoctor[],
    private readonly anchor: Date,
  ) {
    this.patient = patient;
    this.key = key;
  }

  visitsOf(story: Story): HospitalVisit[] {
    return story.visits.map((plan, index) => this.visit(story.course, plan, index + 1));
  }

  private visit(course: Course, plan: VisitPlan, number: number): HospitalVisit {
    const random = new Seeded(`his/${this.key}/visit/${number}`);
    const id = `V${this.patient.id.slice(1)}-${number}`;
    const startedAt = this.startOf(plan, random);
    const doctor = random.pick(
      this.doctors.filter((one) => one.departmentCode === plan.department),
    );
    const isOpen = plan.daysAgo === 0;
    const endedAt = isOpen ? null : addMinutes(startedAt, random.int(12, 45));
    const visit: HospitalVisit = {
      id,
      patientId: this.patient.id,
      departmentCode: plan.department,
      doctorCode: doctor.code,
      is: {
        class: plan.class ?? 'outpatient',
        status: isOpen ? 'in-progress' : 'finished',
        visitNo: `MZ${localDateOf(startedAt).replaceAll('-', '')}${id.slice(-6).replace('-', '')}`,
        departmentName: doctor.departmentName,
        doctorName: doctor.name,
        startedAt,
        endedAt,
        chiefComplaint: plan.complaint,
        treatment: plan.treatment,
        advice: plan.advice,
      },
      diagnoses: plan.diagnoses.map(([code, name], index) => ({
        id: `D${id.slice(1)}-${index + 1}`,
        is: {
          code,
          name,
          isMain: index === 0,
          isRetracted: false,
          recordedAt: addMinutes(startedAt, 10),
        },
      })),
      orders: [],
      charges: [],
      reports: [],
    };
    this.prescribe(visit, plan);
    this.report(visit, { ...course, ...plan.course }, plan, random);
    return visit;
  }

  private startOf(plan: VisitPlan, random: Seeded): Date {
    if (plan.daysAgo === 0) return addMinutes(this.anchor, -170);
    const day = addDays(localDateOf(this.anchor), -plan.daysAgo);
    return addMinutes(instantAt(day, '08:10'), random.int(0, 170));
  }

  private prescribe(visit: HospitalVisit, plan: VisitPlan): void {
    const orderedAt = addMinutes(visit.is.startedAt, 14);
    this.charge(visit, 'GH', '门诊诊察费', '1次', 1500, visit.is.startedAt);
    for (const name of plan.drugs ?? []) {
      const { code, name: title, dosage, quantity, priceFen } = drugs[name];
      visit.orders.push({
        id: `O${visit.id.slice(1)}-${visit.orders.length + 1}`,
        is: {
          kind: 'medication',
          code,
          name: title,
          dosage,
          quantityText: quantity,
          status: '已完成',
          orderedAt,
        },
      });
      this.charge(visit, code, title, quantity, priceFen, orderedAt);
    }
  }

  private charge(
    visit: HospitalVisit,
    code: string,
    name: string,
    quantityText: string,
    amountFen: number,
    chargedAt: Date,
  ): void {
    visit.charges.push({
      id: `F${visit.id.slice(1)}-${visit.charges.length + 1}`,
      is: { code, name, quantityText, amountFen, isCancelled: false, chargedAt },
    });
  }

  private report(visit: HospitalVisit, course: Course, plan: VisitPlan, random: Seeded): void {
    for (const name of plan.panels ?? []) {
      const panel = panels[name];
      this.order(visit, 'lab', panel.code, panel.name, panel.priceFen);
      this.add(visit, this.labReport(visit, panel, course, plan, random));
    }
    for (const name of plan.narratives ?? []) {
      const text = narratives[name];
      const kind = text.kind === 'pathology' ? 'procedure' : 'imaging';
      this.order(visit, kind, text.code, text.name, text.priceFen);
      this.add(visit, this.textReport(visit, text, random));
    }
    if (plan.isPhysicalExam) this.add(visit, this.examReport(visit, course, plan, random));
  }

  private order(
    visit: HospitalVisit,
    kind: 'lab' | 'imaging' | 'procedure',
    code: string,
    name: string,
    priceFen: number,
  ): void {
    const orderedAt = addMinutes(visit.is.startedAt, 12);
    visit.orders.push({
      id: `O${visit.id.slice(1)}-${visit.orders.length + 1}`,
      is: { kind, code, name, dosage: '', quantityText: '', status: '已完成', orderedAt },
    });
    this.charge(visit, code, name, '1次', priceFen, orderedAt);
  }

  private add(visit: HospitalVisit, report: IncomingReport): void {
    const id = `R${visit.id.slice(1)}-${visit.reports.length + 1}`;
    const { patientId, departmentCode } = visit;
    visit.reports.push({ id, is: report, patientId, visitId: visit.id, departmentCode });
  }

  private measuring(visit: HospitalVisit, course: Course, daysAgo: number, at: Date): Measuring {
    const age = Number(localDateOf(at).slice(0, 4)) - Number(this.patient.birthDate.slice(0, 4));
    return {
      person: { isMale: this.patient.gender === 'male', age },
      course,
      progress: Math.max(0, Math.min(1, 1 - daysAgo / span)),
      ofPerson: (code) => new Seeded(`his/${this.key}/${code}`),
      ofDay: new Seeded(`his/${this.key}/${visit.id}/${visit.reports.length}`),
      at,
    };
  }

  private labReport(
    visit: HospitalVisit,
    panel: Panel,
    course: Course,
    plan: VisitPlan,
    random: Seeded,
  ): IncomingReport {
    const collectedAt = addMinutes(visit.is.startedAt, 40);
    const issuedAt = addMinutes(visit.is.startedAt, 130);
    return {
      ...this.head(visit, 'lab', panel.code, panel.name, issuedAt),
      specimen: panel.specimen,
      performerName: random.pick(technicians),
      reviewerName: random.pick(reviewers),
      collectedAt,
      receivedAt: addMinutes(collectedAt, 18),
      reviewedAt: issuedAt,
      observations: linesOf(panel, this.measuring(visit, course, plan.daysAgo, collectedAt)),
    };
  }

  private textReport(visit: HospitalVisit, text: Narrative, random: Seeded): IncomingReport {
    const doneAt = addMinutes(visit.is.startedAt, 55);
    const issuedAt = addMinutes(doneAt, text.kind === 'pathology' ? 5 * 1_440 : 60);
    const place = text.kind === 'pathology' ? 2 : text.code.startsWith('US') ? 1 : 0;
    return {
      ...this.head(visit, text.kind, text.code, text.name, issuedAt),
      specimen: text.specimen,
      performerName: radiologists[place] ?? '',
      reviewerName: seniors[place] ?? '',
      collectedAt: doneAt,
      receivedAt: text.specimen ? addMinutes(doneAt, 30) : null,
      reviewedAt: issuedAt,
      findings: text.findings,
      conclusion: text.conclusion,
      studyUid: text.hasPictures ? this.studyUid(visit, random) : '',
    };
  }

  /** 1.2.826.0.1.3680043.10 is the arc that Medical Connections gives away for trying. */
  private studyUid(visit: HospitalVisit, random: Seeded): string {
    const number = visit.id.replace(/\D/g, '');
    return `1.2.826.0.1.3680043.10.${number}.${random.int(1, 9_999)}`;
  }

  private examReport(
    visit: HospitalVisit,
    course: Course,
    plan: VisitPlan,
    random: Seeded,
  ): IncomingReport {
    const at = addMinutes(visit.is.startedAt, 30);
    const issuedAt = addMinutes(at, 2 * 1_440);
    const measuring = this.measuring(visit, course, plan.daysAgo, at);
    const chosen = [panels.bloodCount, panels.liver, panels.kidney, panels.lipids].flatMap(
      ({ items }) => items,
    );
    const wanted = new Set([
      'WBC',
      'HGB',
      'PLT',
      'ALT',
      'AST',
      'GGT',
      'CREA',
      'UA',
      'TC',
      'TG',
      'LDL-C',
    ]);
    return {
      ...this.head(visit, 'physical-exam', 'TJ', '健康体检报告', issuedAt),
      specimen: '',
      performerName: '体检中心 邹静',
      reviewerName: '体检中心 贝安',
      collectedAt: at,
      receivedAt: null,
      reviewedAt: issuedAt,
      findings:
        '内科：心肺听诊未见异常。外科：甲状腺、乳腺触诊未见明显异常。五官科：双耳听力正常。',
      conclusion: plan.advice,
      observations: [
        ...this.bodyLines(random, at),
        ...chosen.filter(({ code }) => wanted.has(code)).map((item) => lineOf(item, measuring)),
      ],
    };
  }

  private bodyLines(random: Seeded, at: Date): IncomingObservation[] {
    const own = new Seeded(`his/${this.key}/body`);
    const height = this.patient.gender === 'male' ? own.int(166, 182) : own.int(154, 170);
    const weight = Math.round((own.int(205, 275) / 10) * (height / 100) ** 2 + random.int(-2, 2));
    const index = Math.round((weight / (height / 100) ** 2) * 10) / 10;
    return [
      bodyLine('HEIGHT', '身高', height, 'cm', null, null, at),
      bodyLine('WEIGHT', '体重', weight, 'kg', null, null, at),
      bodyLine('BMI', '体重指数', index, 'kg/m²', 18.5, 23.9, at),
      bodyLine('SBP', '收缩压', own.int(108, 138) + random.int(-5, 8), 'mmHg', 90, 139, at),
      bodyLine('DBP', '舒张压', own.int(66, 86) + random.int(-4, 6), 'mmHg', 60, 89, at),
    ];
  }

  private head(
    visit: HospitalVisit,
    kind: IncomingReport['kind'],
    code: string,
    name: string,
    issuedAt: Date,
  ): IncomingReport {
    const day = localDateOf(issuedAt).replaceAll('-', '');
    return {
      kind,
      code,
      name,
      reportNo: `${code.replace(/\W/g, '')}${day}${visit.id.replace(/\D/g, '').slice(-6)}${visit.reports.length + 1}`,
      status: 'final',
      specimen: '',
      departmentName: visit.is.departmentName,
      requesterName: visit.is.doctorName,
      performerName: '',
      reviewerName: '',
      collectedAt: null,
      receivedAt: null,
      reviewedAt: null,
      issuedAt,
      findings: '',
      conclusion: '',
      studyUid: '',
      observations: [],
    };
  }
}

function bodyLine(
  code: string,
  name: string,
  number: number,
  unit: string,
  low: number | null,
  high: number | null,
  effectiveAt: Date,
): IncomingObservation {
  const isHigh = high !== null && number > high;
  const isLow = low !== null && number < low;
  return {
    code,
    name,
    value: String(number),
    number,
    unit,
    rangeText: low === null ? '' : `${low}–${high}`,
    rangeLow: low,
    rangeHigh: high,
    flag: isHigh ? 'H' : isLow ? 'L' : 'N',
    isCritical: false,
    method: '',
    effectiveAt,
  };
}

export function reportsOf(hospital: Hospital): HospitalReport[] {
  return hospital.visits.flatMap(({ reports }) => reports);
}
