/** The frame around every screen: where one is, who one is, and the way past both for keyboards. */
import { LogoutOutlined, UserOutlined } from "@ant-design/icons";
import { Button, Dropdown, Grid, Layout, Menu } from "antd";
import { useEffect, useRef } from "react";
import { Link, Outlet, useLocation } from "react-router";
import { useSession, useSignOut } from "@/api/queries/session";
import { useWords, words } from "@/words/words";
import { LanguageSwitch } from "./LanguageSwitch";
import mark from "./mark.svg?no-inline";
import { NAVIGATION, PLACES, placeOf } from "./navigation";

const WORDS = words({
  skip: { zh: "跳到主要内容", en: "Skip to content" },
  navigation: { zh: "主导航", en: "Main navigation" },
  account: { zh: "账户", en: "Account" },
  signOut: { zh: "退出登录", en: "Sign out" },
});

export function Shell() {
  const say = useWords(WORDS);
  const places = useWords(PLACES);
  const { pathname } = useLocation();
  const wide = Grid.useBreakpoint().xl ?? true;
  const main = useRef<HTMLElement>(null);
  useFocusOnArrival(main, pathname);
  return (
    <Layout className="shell" hasSider>
      <a className="skip-link" href="#main">
        {say.skip}
      </a>
      <Layout.Sider className="shell-side" theme="light" width={200} collapsedWidth={60} collapsed={!wide}>
        <Link to="/" className="shell-brand" aria-label={`Scorewright – ${places.home}`}>
          <img src={mark} alt="" />
          {wide && <span>Scorewright</span>}
        </Link>
        <nav aria-label={say.navigation}>
          <Menu
            mode="inline"
            selectedKeys={[placeOf(pathname)]}
            items={NAVIGATION.map(({ address, name, icon }) => ({
              key: address,
              icon,
              label: <Link to={address}>{places[name]}</Link>,
            }))}
          />
        </nav>
      </Layout.Sider>
      <Layout>
        <Layout.Header className="shell-head">
          <WorkspaceName />
          <div style={{ display: "flex", alignItems: "center", gap: 12 }}>
            <LanguageSwitch />
            <Account />
          </div>
        </Layout.Header>
        <Layout.Content id="main" className="shell-main" tabIndex={-1} role="main" ref={main}>
          <Outlet />
        </Layout.Content>
      </Layout>
    </Layout>
  );
}

function WorkspaceName() {
  const { data } = useSession();
  return <strong style={{ fontWeight: 600, overflowWrap: "anywhere" }}>{data?.workspace.name}</strong>;
}

function Account() {
  const say = useWords(WORDS);
  const { data } = useSession();
  const signOut = useSignOut();
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          { key: "who", disabled: true, label: `${data?.key.name ?? ""} (${data?.key.hint ?? ""}…)` },
          { key: "out", icon: <LogoutOutlined />, label: say.signOut },
        ],
        onClick: ({ key }) => key === "out" && signOut.mutate(),
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-label={say.account}>
        <span style={{ maxWidth: 160, overflow: "hidden", textOverflow: "ellipsis" }}>{data?.key.name}</span>
      </Button>
    </Dropdown>
  );
}

/** After a change of screens, keyboards and screen readers begin at its content. */
function useFocusOnArrival(main: React.RefObject<HTMLElement | null>, pathname: string) {
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [main, pathname]);
}
