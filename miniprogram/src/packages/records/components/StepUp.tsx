import { useState } from 'react';
import { navigate } from '@/app/navigate';
import { sentenceOf } from '@/shared/request/api-error';
import { Box } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { CodeField } from '@/shared/ui/CodeField';
import { Loaded, type Loadable } from '@/shared/ui/List/Loaded';
import { Empty } from '@/shared/ui/List/States';
import { Sheet } from '@/shared/ui/Sheet/Sheet';
import { needsStepUp, useConfirmStepUp, useStepUpCode, useStepUpPhone } from '../api/step-up';
import s from './records.module.scss';

function Form({ phoneMasked, onDone }: { phoneMasked: string; onDone: () => void }) {
  const [code, setCode] = useState('');
  const ask = useStepUpCode();
  const confirm = useConfirmStepUp();
  const submit = async () => {
    if (await confirm.run(code)) onDone();
  };
  return (
    <>
      <Box className={s['intro']}>
        报告和病历只给您本人和您同意的家人看。请用短信验证码确认一次，之后一段时间不用再验。
      </Box>
      <Box className={s['intro']}>
        验证码发到 <Box className={s['phone']}>{phoneMasked}</Box>
      </Box>
      <CodeField
        value={code}
        onChange={setCode}
        onSend={() => ask.run('code')}
        error={confirm.error ? sentenceOf(confirm.error) : undefined}
      />
      <Button disabled={code.length !== 6} isBusy={confirm.isBusy} onTap={() => void submit()}>
        确认并查看
      </Button>
    </>
  );
}

/** Asks for the code; an account without a phone is led to one. */
function StepUpForm({ onDone }: { onDone: () => void }) {
  const query = useStepUpPhone();
  return (
    <Loaded query={query} skeletonCards={1}>
      {({ phoneMasked }) =>
        phoneMasked ? (
          <Form phoneMasked={phoneMasked} onDone={onDone} />
        ) : (
          <Empty
            icon="phone"
            title="先绑定手机号"
            words="查看报告要用手机验证码确认是您本人。请用手机号重新登录一次"
            actionLabel="去绑定"
            onAction={() => navigate('signIn')}
          />
        )
      }
    </Loaded>
  );
}

const nothing = () => undefined;

/** In place of what was asked for, which stands there once the code is right. */
function StepUpCard() {
  return (
    <Card title="先确认是您本人">
      <StepUpForm onDone={nothing} />
    </Card>
  );
}

interface StepUpSheetProps {
  isOpen: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** Over a page, when something that was tapped needs the code first. */
export function StepUpSheet({ isOpen, onClose, onDone }: StepUpSheetProps) {
  return (
    <Sheet isOpen={isOpen} title="先确认是您本人" onClose={onClose}>
      <StepUpForm onDone={onDone} />
    </Sheet>
  );
}

/** As `Loaded`, for what a code to the phone opens: then nothing read before stays in sight either. */
export function Opened<T>(props: Parameters<typeof Loaded<T>>[0] & { query: Loadable<T> }) {
  return needsStepUp(props.query.error) ? <StepUpCard /> : <Loaded {...props} />;
}
