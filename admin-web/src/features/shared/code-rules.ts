/** Codes go to other systems as they are, so they stay plain. */
export const codeRules = [
  { required: true, message: '请填写编码' },
  { pattern: /^[A-Z0-9._-]{1,20}$/, message: '编码由大写字母、数字、点和短横线组成' },
];
