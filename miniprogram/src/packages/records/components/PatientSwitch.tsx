import { useEffect, useState } from 'react';
import { create } from 'zustand';
import { usePatients, type MyPatient } from '@/shared/api/queries';
import { maskName } from '@/shared/format/marks';
import { genderWords, relationWords } from '@/shared/format/words';
import { Box, Tap, Text } from '@/shared/ui/base';
import { Choice } from '@/shared/ui/Choice/Choice';
import { Icon } from '@/shared/ui/Icon';
import { Sheet } from '@/shared/ui/Sheet/Sheet';
import s from './records.module.scss';

/** Whose records are looked at: kept from page to page, until another is chosen. */
const useChosen = create<{ patientId: string }>(() => ({ patientId: '' }));

/**
 * A page that was opened for somebody starts with them, whoever was chosen before; else it is who was
 * chosen, or the default 就诊人.
 */
export function useChosenPatient(fromAddress: string | undefined): MyPatient | undefined {
  const patients = usePatients().data;
  const chosen = useChosen((state) => state.patientId);
  const [isAdopted, setAdopted] = useState(!fromAddress);
  useEffect(() => {
    if (fromAddress) choosePatient(fromAddress);
    setAdopted(true);
  }, [fromAddress]);
  const byId = (id: string | undefined) => patients?.find((one) => one.id === id);
  const wanted = isAdopted ? byId(chosen) : byId(fromAddress);
  return wanted ?? patients?.find((one) => one.isDefault) ?? patients?.[0];
}

function choosePatient(patientId: string): void {
  useChosen.setState({ patientId });
}

/** Whose it is, and the way to another of the family. */
export function PatientSwitch({ patient }: { patient: MyPatient }) {
  const [isOpen, setOpen] = useState(false);
  const patients = usePatients().data ?? [];
  const name = maskName(patient.name);
  const words = (
    <Box className={s['name']}>
      {name} <Text className={s['relation']}>{relationWords[patient.relation]}</Text>
    </Box>
  );
  if (patients.length < 2) return <Box className={s['who']}>{words}</Box>;
  return (
    <>
      <Tap className={s['who']} label={`${name}，换一位就诊人`} onTap={() => setOpen(true)}>
        {words}
        <Box className={s['swap']}>
          <Icon name="swap" tone="primary" size={18} />
          <Text>换一位</Text>
        </Box>
      </Tap>
      <Sheet isOpen={isOpen} title="看谁的" onClose={() => setOpen(false)}>
        <Choice
          title="就诊人"
          value={patient.id}
          onChange={(id) => {
            choosePatient(id);
            setOpen(false);
          }}
          options={patients.map((one) => ({
            value: one.id,
            label: `${maskName(one.name)}（${relationWords[one.relation]}）`,
            note: `${genderWords[one.gender]} ${one.age} 岁`,
          }))}
        />
      </Sheet>
    </>
  );
}
