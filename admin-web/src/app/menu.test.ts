import { describe, expect, it } from 'vitest';
import { holds } from '@/features/shared/session';
import { aSession } from '@/testing/records';
import { forbiddenPage, menuFor } from './menu';

const labels = (...permissions: Parameters<typeof aSession>): string[] => {
  const session = aSession(...permissions);
  return menuFor((...wanted) => holds(session, ...wanted)).map((entry) => entry.label);
};

describe('the menu', () => {
  it('shows the front desk its day, its patients and what it may look up', () => {
    expect(
      labels([
        'appointment.display',
        'patient.retrieve',
        'roster.display',
        'directory.display',
        'payment.create',
      ]),
    ).toEqual(['今日', '排班', '患者', '预约', '候补', '对账与日结', '科室与医生', '价目']);
  });

  it('shows a super administrator no patients', () => {
    expect(
      labels(['settings.display', 'settings.update', 'staff.display', 'role.display']),
    ).toEqual(['员工与团队', '设置', '未送达']);
  });

  it('is empty for someone without grants', () => {
    expect(labels([])).toEqual([]);
  });
});

describe('an address typed or sent by a colleague', () => {
  const session = aSession(['appointment.display']);
  const forbidden = (address: string): string | undefined =>
    forbiddenPage((...wanted) => holds(session, ...wanted), address)?.label;

  it('is closed to who may not open that page of the menu', () => {
    expect(forbidden('/settings')).toBe('设置');
    expect(forbidden('/today')).toBeUndefined();
  });

  it('is left to the server where the menu does not know it', () => {
    expect(forbidden('/patients/7')).toBeUndefined();
    expect(forbidden('/account')).toBeUndefined();
  });
});
