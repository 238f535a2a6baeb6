import { Button } from '@tarojs/components';

interface PhoneNumberButtonProps {
  className: string;
  disabled: boolean;
  children: string;
  /** The one-time code of WeChat's phone-number button. */
  onCode: (code: string) => void;
  onRefused: () => void;
}

/** WeChat asks the person; the combined open-type also settles WeChat's own privacy prompt. */
export function PhoneNumberButton(props: PhoneNumberButtonProps) {
  return (
    <Button
      className={props.className}
      disabled={props.disabled}
      openType="getPhoneNumber|agreePrivacyAuthorization"
      onGetPhoneNumber={({ detail }) => {
        if (detail.code) props.onCode(detail.code);
        else props.onRefused();
      }}
    >
      {props.children}
    </Button>
  );
}
