import type { ThemeConfig } from 'antd';
import { look } from '@/shared/look/tokens';

const fontFamily =
  '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans SC", system-ui, sans-serif';

/** antd's own blue and greys fail AA, so every colour that carries words is ours. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: look.primary,
    colorSuccess: look.primary,
    colorInfo: look.info,
    colorWarning: look.warn,
    colorError: look.danger,
    colorLink: look.primary,
    colorLinkHover: '#0A8272',
    colorText: look.ink,
    colorTextSecondary: look.ink2,
    colorTextTertiary: look.ink2,
    colorTextQuaternary: look.ink2,
    colorTextDescription: look.ink2,
    colorTextPlaceholder: look.ink2,
    colorTextDisabled: look.ink2,
    colorIcon: look.ink2,
    colorBorder: look.lineStrong,
    colorBorderSecondary: look.line,
    colorSplit: look.line,
    colorBgLayout: look.page,
    colorBgContainer: look.card,
    colorErrorBg: look.dangerSoft,
    colorWarningBg: look.warnSoft,
    colorInfoBg: look.infoSoft,
    colorSuccessBg: look.primarySoft,
    controlItemBgActive: look.primarySoft,
    controlItemBgActiveHover: '#D3EAE5',
    borderRadius: 8,
    borderRadiusLG: 12,
    boxShadowTertiary: '0 1px 3px rgba(27, 42, 47, 0.08)',
    fontSize: 14,
    fontFamily,
    lineHeight: 1.5,
    wireframe: false,
  },
  components: {
    Layout: { siderBg: look.card, headerBg: look.card, headerHeight: 52, headerPadding: '0 20px' },
    Menu: {
      itemSelectedBg: look.primarySoft,
      itemSelectedColor: look.primary,
      itemHeight: 40,
      itemBorderRadius: 8,
      activeBarBorderWidth: 0,
    },
    Table: {
      headerBg: '#EDF3F1',
      headerColor: look.ink2,
      cellPaddingBlock: 10,
      cellPaddingInline: 12,
      headerSplitColor: 'transparent',
      rowSelectedBg: look.primarySoft,
      rowSelectedHoverBg: '#D3EAE5',
    },
    Checkbox: { borderRadiusSM: 4 },
    Tabs: { horizontalMargin: '0 0 16px 0' },
    Descriptions: { labelColor: look.ink2 },
    Form: { itemMarginBottom: 18, verticalLabelPadding: '0 0 4px' },
    Drawer: { paddingLG: 20 },
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
  },
};
