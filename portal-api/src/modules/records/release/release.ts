/** When a report goes to its patient: pure rules. */
import type { ReleaseRule, ReleaseState, ReportKind, ReportStatus } from '@suizhen/contract';

export interface ReleasePolicy {
  kinds: Record<ReportKind, { rule: ReleaseRule; hours: number }>;
  /** Whatever holds one of these in a name or code is told in person only. */
  inPersonWords: readonly string[];
}

/** What the rule has to know of a report. */
export interface Releasable {
  kind: ReportKind;
  status: ReportStatus;
  isSensitive: boolean;
  /** A critical value in it waits for a clinician. */
  isHeld: boolean;
  issuedAt: Date;
}

export interface Release {
  state: ReleaseState;
  /** Of a timed one. */
  dueAt: Date | null;
  note: string;
}

const hourMs = 3_600_000;

/** Where a report stands that no patient has seen and nobody has decided on. */
export function releaseOf(report: Releasable, policy: ReleasePolicy, now: Date): Release {
  if (report.isHeld) return standing('critical-hold');
  if (report.status === 'preliminary') return standing('withheld', '初步报告，等待正式报告');
  if (report.status === 'cancelled') return standing('withheld', '报告已由出具方撤回');
  const { rule, hours } = policy.kinds[report.kind];
  if (report.isSensitive || rule === 'in-person') return standing('in-person');
  switch (rule) {
    case 'at-once':
      return standing('released');
    case 'after-review':
      return standing('review');
    case 'after-hours': {
      const dueAt = new Date(report.issuedAt.getTime() + hours * hourMs);
      return dueAt <= now ? standing('released') : { state: 'timed', dueAt, note: '' };
    }
  }
}

/** What stood there before a further version came. */
export interface FormerRelease {
  state: ReleaseState;
  status: ReportStatus;
  note: string;
}

/**
 * Where a report stands after a further version. What the patient has seen stays seen, unless the new
 * version brought a critical value or turned out to be one of those told in person; what somebody withheld
 * stays withheld, and what somebody has to look at still has to be looked at. Everything else is judged anew.
 */
export function releaseAfter(
  former: FormerRelease,
  report: Releasable,
  policy: ReleasePolicy,
  now: Date,
): Release {
  if (report.isHeld) return standing('critical-hold');
  if (former.status !== 'preliminary' && former.status !== 'cancelled') {
    if (former.state === 'withheld') return standing('withheld', former.note);
    const isTaken = report.status === 'preliminary' || report.isSensitive;
    if (former.state === 'released' && !isTaken) return standing('released', former.note);
    // It was announced to be fetched, and now says that there is nothing to fetch.
    if (former.state === 'in-person' && report.status === 'cancelled') return standing('in-person');
  }
  const ruled = releaseOf(report, policy, now);
  const isFree = ruled.state === 'released' || ruled.state === 'timed';
  return former.state === 'review' && isFree ? standing('review', former.note) : ruled;
}

/**
 * Where a report stands once the last critical value in it was dealt with.
 * @param isReleased whoever dealt with it agrees that the patient sees it, as far as its rule allows
 */
export function releaseAfterCritical(
  report: Releasable,
  isReleased: boolean,
  policy: ReleasePolicy,
  now: Date,
): Release {
  const ruled = releaseOf({ ...report, isHeld: false }, policy, now);
  if (ruled.state === 'in-person' || report.status === 'cancelled') return ruled;
  if (!isReleased) return standing('review');
  return ruled.state === 'review' ? standing('released') : ruled;
}

function standing(state: ReleaseState, note = ''): Release {
  return { state, dueAt: null, note };
}
