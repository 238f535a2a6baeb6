import { Link } from '@tanstack/react-router';
import { useMay } from '@/features/shared/session';

/** The name leads to the archive for those who may open it. */
export function PatientLink({ id, name }: { id: string; name: string }) {
  const may = useMay();
  if (!may('patient.retrieve')) return <>{name}</>;
  return (
    <Link to="/patients/$patientId" params={{ patientId: id }}>
      {name}
    </Link>
  );
}
