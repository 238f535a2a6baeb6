/** What more than one package reads. */
import { useInfiniteQuery, useQuery, type QueryClient } from '@tanstack/react-query';
import type { ResponseOf } from '@suizhen/contract';
import { call } from '@/shared/request/client';
import { useSession } from '@/shared/session/session';

export type MyPatient = ResponseOf<'getMyPatient'>;
export type MyAppointment = ResponseOf<'getMyAppointment'>;
export type When = 'upcoming' | 'past';

export const keys = {
  patients: ['patients'] as const,
  patient: (id: string) => ['patients', id] as const,
  appointments: ['appointments'] as const,
  appointmentList: (when: When) => ['appointments', 'list', when] as const,
  appointment: (id: string) => ['appointments', 'one', id] as const,
  /** Its latest move and what the rules still allow. */
  move: (id: string) => ['appointments', 'move', id] as const,
  queuePlace: (id: string) => ['appointments', 'queue', id] as const,
  waitlist: ['waitlist'] as const,
  waitlistEntry: (id: string) => ['waitlist', 'one', id] as const,
  credit: (patientId: string) => ['credit', patientId] as const,
  messages: ['messages'] as const,
};

/** True where records may be read: signed in, and agreed to. */
export const useMayReadRecords = (): boolean =>
  useSession((state) => state.status === 'signed-in' && !state.account?.missingConsents.length);

export function usePatients() {
  const enabled = useMayReadRecords();
  return useQuery({
    queryKey: keys.patients,
    queryFn: async () => (await call('listMyPatients')).items,
    enabled,
  });
}

export function useAppointments(when: When) {
  const enabled = useMayReadRecords();
  return useInfiniteQuery({
    queryKey: keys.appointmentList(when),
    queryFn: ({ pageParam }) =>
      call('listMyAppointments', {
        query: { when, limit: 20, ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled,
  });
}

/** Just booked, it is looked at for so long: the hospital that keeps its numbers itself may yet say no. */
const followedReads = 60;

export function useAppointment(id: string, options: { isFollowed?: boolean } = {}) {
  const enabled = useMayReadRecords();
  return useQuery({
    queryKey: keys.appointment(id),
    queryFn: () => call('getMyAppointment', { params: { appointmentId: id } }),
    enabled: enabled && id !== '',
    // A refund is followed to its end, a payment on its way as well.
    refetchInterval: ({ state }) =>
      isMoving(state.data) || (options.isFollowed && state.dataUpdateCount < followedReads)
        ? 5_000
        : false,
  });
}

const isMoving = (appointment: MyAppointment | undefined): boolean =>
  appointment?.feeState === 'refunding' ||
  appointment?.status === 'pending' ||
  appointment?.hospitalConfirmation === 'awaited' ||
  // A move to a cheaper doctor returns a part, while the visit itself stays paid.
  appointment?.refund?.state === 'requested' ||
  appointment?.refund?.state === 'processing';

/** After a change: the one appointment is known, the lists are read again. */
export function adoptAppointment(client: QueryClient, appointment: MyAppointment): void {
  client.setQueryData(keys.appointment(appointment.id), appointment);
  void client.invalidateQueries({ queryKey: ['appointments', 'list'] });
  void client.invalidateQueries({ queryKey: keys.move(appointment.id) });
  void client.invalidateQueries({ queryKey: keys.messages });
}
