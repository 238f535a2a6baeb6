import { useState } from 'react';
import { Documents } from '@/shared/documents/Documents';
import { useDocuments } from '@/shared/documents/use-documents';
import { formatMoment } from '@/shared/format/dates';
import { usePageParams } from '@/shared/hooks/use-params';
import { Button } from '@/shared/ui/Button/Button';
import { Card, Row } from '@/shared/ui/Card/Card';
import { Field } from '@/shared/ui/Field/Field';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Empty } from '@/shared/ui/List/States';
import { Page } from '@/shared/ui/Page/Page';
import { useAppeal, useCredit, type CreditEvent } from '../../api/credit';
import { eventWords } from '../../model/credit-words';

const shortest = 5;
const mostDocuments = 3;

function buttonWords(isTooShort: boolean, isSending: boolean): string {
  if (isSending) return '材料还在上传';
  return isTooShort ? '请先写明情况' : '提交申诉';
}

interface FormProps {
  event: CreditEvent;
  words: string;
  onWords: (words: string) => void;
  documents: ReturnType<typeof useDocuments>;
}

function Form({ event, words, onWords, documents }: FormProps) {
  return (
    <>
      <Card>
        <Row name="记录">{eventWords[event.kind]}</Row>
        {event.visitText ? <Row name="就诊">{event.visitText}</Row> : null}
        <Row name="时间">{formatMoment(event.at)}</Row>
      </Card>
      <Card>
        <Field
          label="当时是什么情况"
          hint="比如：按时到了没签上、突发急病、交通停运"
          lines={4}
          maxLength={500}
          value={words}
          onChange={onWords}
        />
      </Card>
      <Documents title="证明材料（选填）" {...documents} />
    </>
  );
}

export default function AppealPage() {
  const { patientId = '', eventId = '' } = usePageParams('appeal');
  const [words, setWords] = useState('');
  const query = useCredit(patientId);
  const appeal = useAppeal(patientId);
  const documents = useDocuments(mostDocuments);
  const event = query.data?.events.find(({ id }) => id === eventId);
  const mayAppeal = event !== undefined && event.appeal === null && event.mayAppealUntil !== null;

  const isTooShort = words.trim().length < shortest;
  const { isSending, fileIds } = documents;
  const submit = () => void appeal.run({ eventId, text: words.trim(), fileIds });
  return (
    <Page
      name="appeal"
      needs="consent"
      backTo="patients"
      bottom={
        mayAppeal ? (
          <Button disabled={isTooShort || isSending} isBusy={appeal.isBusy} onTap={submit}>
            {buttonWords(isTooShort, isSending)}
          </Button>
        ) : null
      }
    >
      <Loaded query={query} skeletonCards={2}>
        {() =>
          event && mayAppeal ? (
            <Form event={event} words={words} onWords={setWords} documents={documents} />
          ) : (
            <Empty
              icon="info"
              title="这条记录不能申诉"
              words="可能已经申诉过，或过了申诉时间。需要帮助请联系医院窗口"
            />
          )
        }
      </Loaded>
    </Page>
  );
}
