import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import { sessionQuery } from '@/features/shared/session';
import { ApiError } from '@/shared/api/api-error';
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
  component: lazyRouteComponent(() => import('@/features/session/sign-in-page'), 'SignInPage'),
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
  component: lazyRouteComponent(() => import('./layout'), 'ConsoleLayout'),
});

const home = createRoute({
  getParentRoute: () => console_,
  path: '/',
  component: lazyRouteComponent(() => import('./home'), 'HomePage'),
});

const today = createRoute({
  getParentRoute: () => console_,
  path: '/today',
  validateSearch: filtersOf('date', 'department', 'doctor', 'status', 'open'),
  component: lazyRouteComponent(() => import('@/features/today/today-page'), 'TodayPage'),
});

const booking = createRoute({
  getParentRoute: () => console_,
  path: '/booking',
  validateSearch: filtersOf('patient', 'department', 'doctor', 'date', 'channel'),
  component: lazyRouteComponent(() => import('@/features/booking/booking-page'), 'BookingPage'),
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
  component: lazyRouteComponent(
    () => import('@/features/appointments/appointments-page'),
    'AppointmentsPage',
  ),
});

const roster = createRoute({
  getParentRoute: () => console_,
  path: '/roster',
  validateSearch: filtersOf('week', 'department', 'view'),
  component: lazyRouteComponent(() => import('@/features/roster/roster-page'), 'RosterPage'),
});

const patients = createRoute({
  getParentRoute: () => console_,
  path: '/patients',
  validateSearch: filtersOf('care'),
  component: lazyRouteComponent(() => import('@/features/patients/patients-page'), 'PatientsPage'),
});

const patient = createRoute({
  getParentRoute: () => console_,
  path: '/patients/$patientId',
  validateSearch: filtersOf('tab', 'open'),
  component: lazyRouteComponent(() => import('@/features/patients/patient-page'), 'PatientPage'),
});

const directory = createRoute({
  getParentRoute: () => console_,
  path: '/directory',
  validateSearch: filtersOf('tab', 'department', 'q', 'inactive'),
  component: lazyRouteComponent(
    () => import('@/features/directory/directory-page'),
    'DirectoryPage',
  ),
});

const prices = createRoute({
  getParentRoute: () => console_,
  path: '/prices',
  validateSearch: filtersOf('kind', 'inactive'),
  component: lazyRouteComponent(() => import('@/features/prices/prices-page'), 'PricesPage'),
});

const staff = createRoute({
  getParentRoute: () => console_,
  path: '/staff',
  validateSearch: filtersOf('tab', 'q', 'role', 'team', 'view'),
  component: lazyRouteComponent(() => import('@/features/staff/staff-page'), 'StaffPage'),
});

const settings = createRoute({
  getParentRoute: () => console_,
  path: '/settings',
  validateSearch: filtersOf('group'),
  component: lazyRouteComponent(() => import('@/features/settings/settings-page'), 'SettingsPage'),
});

const audit = createRoute({
  getParentRoute: () => console_,
  path: '/audit',
  validateSearch: filtersOf('from', 'to', 'staff', 'patient', 'action'),
  component: lazyRouteComponent(() => import('@/features/audit/audit-page'), 'AuditPage'),
});

const account = createRoute({
  getParentRoute: () => console_,
  path: '/account',
  component: lazyRouteComponent(() => import('@/features/account/account-page'), 'AccountPage'),
});

const tree = root.addChildren([
  signIn,
  console_.addChildren([
    home,
    today,
    booking,
    appointments,
    roster,
    patients,
    patient,
    directory,
    prices,
    staff,
    settings,
    audit,
    account,
  ]),
]);

export function createConsoleRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    basepath: '/admin',
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingComponent: () => <ListLoading />,
    defaultErrorComponent: ({ error, reset }) => <ListError error={error} onRetry={reset} />,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
