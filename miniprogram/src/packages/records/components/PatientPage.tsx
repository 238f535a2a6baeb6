import type { ReactNode } from 'react';
import { navigate } from '@/app/navigate';
import type { RouteName } from '@/app/routes';
import { usePatients, type MyPatient } from '@/shared/api/queries';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Page } from '@/shared/ui/Page/Page';
import { PatientSwitch, useChosenPatient } from './PatientSwitch';

interface PatientPageProps {
  name: RouteName;
  /** Whom the address names. */
  patientId: string | undefined;
  backTo?: RouteName;
  bottom?: (patient: MyPatient) => ReactNode;
  overlay?: ReactNode;
  children: (patient: MyPatient) => ReactNode;
}

/** A page about one 就诊人, with the switch to another on top. */
export function PatientPage(props: PatientPageProps) {
  const { name, patientId, backTo = 'home', bottom, overlay, children } = props;
  const patients = usePatients();
  const patient = useChosenPatient(patientId);
  return (
    <Page
      name={name}
      needs="consent"
      backTo={backTo}
      bottom={patient && bottom ? bottom(patient) : null}
      overlay={overlay}
    >
      <Loaded
        query={patients}
        isEmpty={(items) => items.length === 0}
        empty={{
          title: '先添加就诊人',
          words: '添加后，就能看到这位就诊人的报告和病历',
          icon: 'people',
          actionLabel: '添加就诊人',
          onAction: () => navigate('addPatient'),
        }}
      >
        {() =>
          patient ? (
            <>
              <PatientSwitch patient={patient} />
              {children(patient)}
            </>
          ) : null
        }
      </Loaded>
    </Page>
  );
}
