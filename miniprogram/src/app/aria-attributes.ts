const aria = {
  'aria-role': '',
  'aria-label': '',
  'aria-checked': '',
  'aria-disabled': '',
  'aria-selected': '',
  'aria-expanded': '',
  'aria-hidden': '',
  'aria-live': '',
};

const label = { 'aria-label': '' };

/** What a screen reader in WeChat is told, per component; an empty string means "no default". */
export const ariaComponents = {
  View: aria,
  Text: aria,
  Button: aria,
  Image: { ...label, 'aria-hidden': '' },
  Input: label,
  Textarea: label,
};
