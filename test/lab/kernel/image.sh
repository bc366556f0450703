#!/usr/bin/env bash
# Makes the small machine's kernel and RAM disk from Debian packages and prints the folder that holds them.
# Kept outside the repository, under a name made of the packages' versions and of these files: a second run only looks.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-/var/tmp}/tunnelmedic-lab
mkdir -p "$cache"
work=$(mktemp -d "$cache/making-XXXXXX")
trap 'rm -rf "$work"' EXIT

# An empty list of installed packages: what the machine needs does not depend on what this one has.
: >"$work/status"
mkdir -p "$work/debs/partial"
uris() {
  apt-get -qq -y --no-install-recommends -o Debug::NoLocking=1 -o Dir::State::status="$work/status" \
    -o Dir::Cache::archives="$work/debs" --print-uris install "$@"
}
# Scripts of packages are not run here, so what serves only them, a boot from a disk, or a login is left out.
needless='^(perl.*|libperl.*|udev|adduser|passwd|dpkg|debconf|cdebconf|initramfs.*|install-info|linux-base|libicu.*|libxml2|klibc.*|libklibc|bind9.*|dns-root.*|coreutils|usrmerge|usr-is.*|tar|cpio|gcc.*|tpm-udev)_'
kernel=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/^ *Depends: //p' | head -1)
# Lists of packages that are not there, or too old to fetch by, are fetched once.
refresh() {
  [ -z "${REFRESHED:-}" ] || { echo 'the packages of the small machine cannot be fetched with apt-get' >&2; exit 1; }
  apt-get -qq update
  rm -rf "$work"
  REFRESHED=yes exec bash "$here/image.sh"
}
[ -n "$kernel" ] || refresh
# One call each: libreswan and strongSwan exclude each other as packages, not as files.
{
  uris "$kernel" strongswan-charon strongswan-swanctl libcharon-extra-plugins libstrongswan-extra-plugins \
    libstrongswan-standard-plugins iproute2 nftables iputils-ping kmod socat busybox-static dash conntrack
  uris libreswan
  uris openiked
} | awk '{print $2}' | grep -vE "$needless" | sort -u >"$work/names"

key=$(cat "$work/names" "$here/image.sh" "$here/init" | sha256sum | cut -c1-16)
image=$cache/$key
if [ -f "$image/initrd" ]; then echo "$image"; exit 0; fi

# The name in the archive is name_version_architecture.deb, the version with %3a for a colon.
sed -E 's/^([^_]+)_([^_]+)_.*$/\1=\2/; s/%3a/:/' "$work/names" >"$work/wanted"
(cd "$work/debs" && xargs apt-get -qq -o APT::Sandbox::User=root download <"$work/wanted") || refresh

root=$work/root
mkdir -p "$root"/{proc,sys,dev,run,tmp,lab,root,etc,var}
ln -s /run "$root/var/run"
# A merged /usr, as Debian has it: packages may still ship /bin and /lib.
for folder in bin sbin lib lib64; do mkdir -p "$root/usr/$folder"; ln -s "usr/$folder" "$root/$folder"; done
for deb in "$work"/debs/*.deb; do
  case $deb in
    */linux-image-*) dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$work" ;;
    *) dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink -C "$root" ;;
  esac
done
rm -rf "$root"/usr/share/{doc,man,locale,info,lintian,bash-completion,perl*} "$root"/usr/lib/udev
release=$(basename "$work"/lib/modules/*)
for folder in net crypto arch/x86/crypto lib drivers/virtio drivers/net/veth.ko drivers/net/virtio_net.ko \
  drivers/net/net_failover.ko drivers/net/tun.ko; do
  mkdir -p "$root/usr/lib/modules/$release/kernel/$(dirname "$folder")"
  cp -r "$work/lib/modules/$release/kernel/$folder" "$root/usr/lib/modules/$release/kernel/$folder"
done
rm -rf "$root/usr/lib/modules/$release/kernel/net"/{sunrpc,wireless,mac80211,bluetooth,ceph,openvswitch,sctp,9p,tipc,smc}
cp "$work/lib/modules/$release"/modules.{order,builtin,builtin.modinfo} "$root/usr/lib/modules/$release/"
chroot "$root" /sbin/depmod "$release"
# dash, because busybox's own shell prefers its own `ip` and `ping` to the real ones.
ln -sf dash "$root/usr/bin/sh"
for applet in $(chroot "$root" /bin/busybox --list); do
  [ -e "$root/usr/bin/$applet" ] || [ -e "$root/usr/sbin/$applet" ] || ln -s busybox "$root/usr/bin/$applet"
done
printf 'root:x:0:0::/root:/bin/sh\n_iked:x:101:101::/run:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\n_iked:x:101:\nnogroup:x:65534:\n' >"$root/etc/group"
install -m 755 "$here/init" "$root/init"

# Not compressed: unpacking costs an emulated processor more than reading.
mkdir -p "$work/image"
(cd "$root" && find . | cpio --quiet -o -H newc >"$work/image/initrd")
cp "$work/boot/vmlinuz-$release" "$work/image/kernel"
# Another run may have made the same meanwhile; either is as good.
mv -T "$work/image" "$image" 2>/dev/null || [ -f "$image/initrd" ]
# What older packages made is not needed again; the last but one may be what another run is about to boot.
find "$cache" -mindepth 1 -maxdepth 1 -type d ! -name 'making-*' -printf '%T@ %p\n' | sort -rn | tail -n +3 | cut -d' ' -f2- | xargs -r rm -rf
echo "$image"
