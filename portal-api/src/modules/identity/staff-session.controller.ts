import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  clearSessionCookies,
  currentRequest,
  KernelContext,
  newToken,
  Route,
  setSessionCookies,
  type Actor,
} from '../../kernel';
import { requireStaff } from './policy/policy';
import { ChangeStaffPassword } from './staff/change-staff-password';
import { EnrolTotp } from './staff/enrol-totp';
import { SignInStaff } from './staff/sign-in-staff';
import { SignOutStaff } from './staff/sign-out-staff';
import { StaffSessionPresenter } from './staff/staff-session.presenter';

/** Staff: sign-in and one's own account. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class StaffSessionController {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  signInStaff: SignInStaff;
  @Inject()
  signOutStaff: SignOutStaff;
  @Inject()
  changePassword: ChangeStaffPassword;
  @Inject()
  enrolTotp: EnrolTotp;
  @Inject()
  staffSessionPresenter: StaffSessionPresenter;

  @Route('staffSignIn')
  async staffSignIn(
    { body }: RequestOf<'staffSignIn'>,
    actor: Actor,
  ): Promise<ResponseOf<'staffSignIn'>> {
    const { actor: staff, session } = await this.signInStaff.run(body, actor.meta);
    setSessionCookies(currentRequest(), 'staff', {
      token: session.token,
      csrf: newToken(),
      maxAgeSeconds: session.maxAgeSeconds,
      isSecure: this.kernelContext.config.PUBLIC_URL.startsWith('https://'),
    });
    return this.staffSessionPresenter.present(staff);
  }

  @Route('staffSignOut')
  async staffSignOut(_request: RequestOf<'staffSignOut'>, actor: Actor): Promise<void> {
    await this.signOutStaff.run(requireStaff(actor));
    clearSessionCookies(currentRequest(), 'staff');
  }

  @Route('getStaffSession')
  async getStaffSession(
    _request: RequestOf<'getStaffSession'>,
    actor: Actor,
  ): Promise<ResponseOf<'getStaffSession'>> {
    return this.staffSessionPresenter.present(requireStaff(actor));
  }

  @Route('changeStaffPassword')
  async changeStaffPassword(
    { body }: RequestOf<'changeStaffPassword'>,
    actor: Actor,
  ): Promise<ResponseOf<'changeStaffPassword'>> {
    return this.staffSessionPresenter.present(
      await this.changePassword.run(requireStaff(actor), body),
    );
  }

  @Route('startTotpEnrolment')
  async startTotpEnrolment(
    { body }: RequestOf<'startTotpEnrolment'>,
    actor: Actor,
  ): Promise<ResponseOf<'startTotpEnrolment'>> {
    return this.enrolTotp.start(requireStaff(actor), body.password);
  }

  @Route('confirmTotpEnrolment')
  async confirmTotpEnrolment(
    { body }: RequestOf<'confirmTotpEnrolment'>,
    actor: Actor,
  ): Promise<ResponseOf<'confirmTotpEnrolment'>> {
    const staff = requireStaff(actor);
    await this.enrolTotp.confirm(staff, body.totp);
    return this.staffSessionPresenter.present(staff);
  }

  @Route('removeTotp')
  async removeTotp(
    { body }: RequestOf<'removeTotp'>,
    actor: Actor,
  ): Promise<ResponseOf<'removeTotp'>> {
    const staff = requireStaff(actor);
    await this.enrolTotp.remove(staff, body.password, body.totp);
    return this.staffSessionPresenter.present(staff);
  }
}
