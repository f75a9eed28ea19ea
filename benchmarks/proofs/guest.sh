#!/bin/bash
# The first program of the guest that smb.py boots: a file server with two PCs on one machine.
# It reads its settings from the folder that the kernel was told (proof=FOLDER), leaves its answer
# there, and switches the machine off.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
mount -t proc proc /proc
folder=$(sed -n 's/.*proof=\([^ ]*\).*/\1/p' /proc/cmdline)
. "$folder/settings"

finish() {
    echo "$1" > /run/out/status
    sync
    echo o > /proc/sysrq-trigger
    sleep 5
}

prepare() {
    mount -t sysfs sys /sys
    mount -t tmpfs tmp /run
    mount -t tmpfs tmp /mnt
    mkdir -p /mnt/pc1 /mnt/pc2 /mnt/disk /run/out /run/samba
    mount -t hostfs -o "$folder/out" none /run/out
    for each in /var/lib/samba /var/cache/samba /var/log /etc/samba /lib/modules; do
        mount -t tmpfs tmp $each
    done
    mkdir -p /dev/shm && mount -t tmpfs tmp /dev/shm
    ln -s "/usr/lib/uml/modules/$(uname -r)" "/lib/modules/$(uname -r)"
    ip link set lo up
}

serve() {
    modprobe cifs && modprobe iptable_filter && modprobe sch_netem || return 1
    mount -t ext4 /dev/ubda /mnt/disk && mkdir -m 777 /mnt/disk/share && mkdir -p /var/lib/samba/private
    cat > /etc/samba/smb.conf <<CONF
[global]
    interfaces = lo
    bind interfaces only = yes
    smb ports = 445 1445
    server min protocol = SMB3
    load printers = no
[desk]
    path = /mnt/disk/share
    read only = no
    force user = root
CONF
    printf 'desk\ndesk\n' | smbpasswd -a -s root > /dev/null && smbd -D && sleep 1
}

# Each PC has a port of its own, so that the link of one can be cut.
join() {
    mount -t cifs //127.0.0.1/desk "/mnt/pc$1" -o \
        "username=root,password=desk,vers=3.1.1,nosharesock,port=$2,file_mode=0777,dir_mode=0777"
}

prepare
{ serve && join 1 445 && join 2 1445; } > /run/out/boot 2>&1 || finish 90
# Requests of PC 1 are counted by what it sends: each is one segment with its push flag set.
iptables-legacy -N sent && iptables-legacy -A OUTPUT -p tcp --dport 445 --tcp-flags PSH PSH -j sent
iptables-legacy -A sent -j RETURN
cd "$PROJECT" || finish 91
export HOME=/run TMPDIR=/run PYTHONPATH="$PROJECT" PYTHONDONTWRITEBYTECODE=1
"$PYTHON" -m benchmarks.proofs.guest "$GIVEN" > /run/out/answer 2> /run/out/errors
finish $?
