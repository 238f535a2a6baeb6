import { useLocation, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

export type Filters<K extends string> = Partial<Record<K, string>>;

/**
 * The filters of a page live in its URL, so a reload, the back button and a link sent to a
 * colleague all show the same rows. Each route names its keys in `validateSearch`.
 */
export function useFilters<K extends string>(): {
  filters: Filters<K>;
  setFilters: (change: Filters<K>) => void;
} {
  const filters = useLocation().search as Filters<K>;
  const navigate = useNavigate();
  const setFilters = useCallback(
    (change: Filters<K>) => {
      const next = (before: Record<string, unknown>) => {
        const merged: Record<string, unknown> = { ...before, ...change };
        return Object.fromEntries(
          Object.entries(merged).filter(([, value]) => value !== undefined && value !== ''),
        );
      };
      // The page a person is on is not known to this hook, so the search stays untyped here.
      void navigate({ to: '.', search: next as never, replace: true });
    },
    [navigate],
  );
  return { filters, setFilters };
}
