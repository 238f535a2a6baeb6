/// <reference types="@tarojs/taro" />

declare const API_BASE: string;
declare const APP_VERSION: string;

declare module '*.module.scss' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
