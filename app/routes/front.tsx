import { useMessages } from '#app/ui/locale.tsx';

export default function FrontPage() {
  const { shell } = useMessages();
  return <h1>{shell.siteName}</h1>;
}
