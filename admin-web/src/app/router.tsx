import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  redirect,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import { sessionQuery } from '@/features/shared/session';
import { ApiError } from '@/shared/api/api-error';
import { lazyPart, MissingPart, MissingPartNotice } from '@/shared/ui/lazy-part';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { MissingPage } from './error-boundary';
import { filtersOf, parseSearch, stringifySearch } from './search';

interface Context {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ notFoundComponent: MissingPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: filtersOf('next', 'reason'),
  component: lazyPart(() => import('@/features/session/sign-in-page'), 'SignInPage'),
});

/** Everything but sign-in stands behind a session; without one a page never begins to load. */
const console_ = createRoute({
  getParentRoute: () => root,
  id: 'console',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery).catch((error) => {
      if (error instanceof ApiError && error.status === 401) {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- how the router redirects
        throw redirect({ to: '/sign-in', search: { next: location.href } });
      }
      throw error;
    });
    if (session.mustChangePassword && location.pathname !== '/account') {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- how the router redirects
      throw redirect({ to: '/account' });
    }
  },
  component: lazyPart(() => import('./layout'), 'ConsoleLayout'),
});

const home = createRoute({
  getParentRoute: () => console_,
  path: '/',
  component: lazyPart(() => import('./home'), 'HomePage'),
});

const today = createRoute({
  getParentRoute: () => console_,
  path: '/today',
  validateSearch: filtersOf('date', 'department', 'doctor', 'status', 'open'),
  component: lazyPart(() => import('@/features/today/today-page'), 'TodayPage'),
});

const booking = createRoute({
  getParentRoute: () => console_,
  path: '/booking',
  validateSearch: filtersOf('patient', 'department', 'doctor', 'date', 'channel'),
  component: lazyPart(() => import('@/features/booking/booking-page'), 'BookingPage'),
});

const appointments = createRoute({
  getParentRoute: () => console_,
  path: '/appointments',
  validateSearch: filtersOf(
    'from',
    'to',
    'department',
    'doctor',
    'status',
    'channel',
    'fee',
    'open',
  ),
  component: lazyPart(
    () => import('@/features/appointments/appointments-page'),
    'AppointmentsPage',
  ),
});

const roster = createRoute({
  getParentRoute: () => console_,
  path: '/roster',
  validateSearch: filtersOf('week', 'department', 'view'),
  component: lazyPart(() => import('@/features/roster/roster-page'), 'RosterPage'),
});

const queue = createRoute({
  getParentRoute: () => console_,
  path: '/queue',
  validateSearch: filtersOf('date', 'department', 'queue'),
  component: lazyPart(() => import('@/features/queue/queue-page'), 'QueuePage'),
});

const clinicDay = createRoute({
  getParentRoute: () => console_,
  path: '/clinic-day',
  validateSearch: filtersOf('date', 'department', 'doctor', 'clinic', 'patient'),
  component: lazyPart(() => import('@/features/clinic-day/clinic-day-page'), 'ClinicDayPage'),
});

const waitlist = createRoute({
  getParentRoute: () => console_,
  path: '/waitlist',
  validateSearch: filtersOf('state', 'department', 'doctor', 'open'),
  component: lazyPart(() => import('@/features/waitlist/waitlist-page'), 'WaitlistPage'),
});

const credit = createRoute({
  getParentRoute: () => console_,
  path: '/credit',
  validateSearch: filtersOf('view', 'state', 'open', 'kind', 'days'),
  component: lazyPart(() => import('@/features/credit/credit-page'), 'CreditPage'),
});

const finance = createRoute({
  getParentRoute: () => console_,
  path: '/finance',
  validateSearch: filtersOf('view', 'date', 'from', 'to'),
  component: lazyPart(() => import('@/features/finance/finance-page'), 'FinancePage'),
});

const devices = createRoute({
  getParentRoute: () => console_,
  path: '/devices',
  component: lazyPart(() => import('@/features/devices/devices-page'), 'DevicesPage'),
});

const work = createRoute({
  getParentRoute: () => console_,
  path: '/work',
  validateSearch: filtersOf('view', 'kind', 'open'),
  component: lazyPart(() => import('@/features/work/work-page'), 'WorkPage'),
});

const critical = createRoute({
  getParentRoute: () => console_,
  path: '/critical',
  validateSearch: filtersOf('view', 'report'),
  component: lazyPart(() => import('@/features/critical/critical-page'), 'CriticalPage'),
});

const reportReviews = createRoute({
  getParentRoute: () => console_,
  path: '/report-reviews',
  validateSearch: filtersOf('state', 'kind', 'department', 'report'),
  component: lazyPart(() => import('@/features/report-reviews/reviews-page'), 'ReviewsPage'),
});

const vitalAlarms = createRoute({
  getParentRoute: () => console_,
  path: '/vital-alarms',
  validateSearch: filtersOf('view'),
  component: lazyPart(() => import('@/features/vital-alarms/alarms-page'), 'VitalAlarmsPage'),
});

const explanations = createRoute({
  getParentRoute: () => console_,
  path: '/explanations',
  validateSearch: filtersOf('state', 'q'),
  component: lazyPart(
    () => import('@/features/explanations/explanations-page'),
    'ExplanationsPage',
  ),
});

const integration = createRoute({
  getParentRoute: () => console_,
  path: '/integration',
  validateSearch: filtersOf(
    'view',
    'system',
    'state',
    'kind',
    'fault',
    'open',
    'mapping',
    'from',
    'to',
  ),
  component: lazyPart(() => import('@/features/integration/integration-page'), 'IntegrationPage'),
});

const suspensions = createRoute({
  getParentRoute: () => console_,
  path: '/suspensions',
  validateSearch: filtersOf('state'),
  component: lazyPart(() => import('@/features/suspension/suspensions-page'), 'SuspensionsPage'),
});

const suspension = createRoute({
  getParentRoute: () => console_,
  path: '/suspensions/$suspensionId',
  validateSearch: filtersOf('case', 'open'),
  component: lazyPart(() => import('@/features/suspension/suspension-page'), 'SuspensionPage'),
});

const patients = createRoute({
  getParentRoute: () => console_,
  path: '/patients',
  validateSearch: filtersOf('care'),
  component: lazyPart(() => import('@/features/patients/patients-page'), 'PatientsPage'),
});

const patient = createRoute({
  getParentRoute: () => console_,
  path: '/patients/$patientId',
  validateSearch: filtersOf('tab', 'open', 'part', 'kind', 'visit', 'report'),
  component: lazyPart(() => import('@/features/patients/patient-page'), 'PatientPage'),
});

const directory = createRoute({
  getParentRoute: () => console_,
  path: '/directory',
  validateSearch: filtersOf('tab', 'department', 'q', 'inactive'),
  component: lazyPart(() => import('@/features/directory/directory-page'), 'DirectoryPage'),
});

const prices = createRoute({
  getParentRoute: () => console_,
  path: '/prices',
  validateSearch: filtersOf('kind', 'inactive'),
  component: lazyPart(() => import('@/features/prices/prices-page'), 'PricesPage'),
});

const staff = createRoute({
  getParentRoute: () => console_,
  path: '/staff',
  validateSearch: filtersOf('tab', 'q', 'role', 'team', 'view'),
  component: lazyPart(() => import('@/features/staff/staff-page'), 'StaffPage'),
});

const settings = createRoute({
  getParentRoute: () => console_,
  path: '/settings',
  validateSearch: filtersOf('group'),
  component: lazyPart(() => import('@/features/settings/settings-page'), 'SettingsPage'),
});

const audit = createRoute({
  getParentRoute: () => console_,
  path: '/audit',
  validateSearch: filtersOf('from', 'to', 'staff', 'patient', 'action'),
  component: lazyPart(() => import('@/features/audit/audit-page'), 'AuditPage'),
});

const undelivered = createRoute({
  getParentRoute: () => console_,
  path: '/undelivered',
  validateSearch: filtersOf('kind'),
  component: lazyPart(() => import('@/features/upkeep/undelivered-page'), 'UndeliveredPage'),
});

const account = createRoute({
  getParentRoute: () => console_,
  path: '/account',
  component: lazyPart(() => import('@/features/account/account-page'), 'AccountPage'),
});

const tree = root.addChildren([
  signIn,
  console_.addChildren([
    home,
    today,
    booking,
    appointments,
    roster,
    queue,
    clinicDay,
    waitlist,
    credit,
    finance,
    devices,
    work,
    critical,
    reportReviews,
    vitalAlarms,
    explanations,
    integration,
    suspensions,
    suspension,
    patients,
    patient,
    directory,
    prices,
    staff,
    settings,
    audit,
    undelivered,
    account,
  ]),
]);

function RouteError({ error, reset }: ErrorComponentProps) {
  if (error instanceof MissingPart) return <MissingPartNotice />;
  return <ListError error={error} onRetry={reset} />;
}

export function createConsoleRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    basepath: '/admin',
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingComponent: () => <ListLoading />,
    defaultErrorComponent: RouteError,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
