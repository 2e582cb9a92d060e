"""Runs a command as it would run elsewhere: in a container of Docker's with the usual settings, or as a plain user.

`python elsewhere.py docker|user|docker-user|own_user COMMAND...`; the last changes nothing. The profile is what Docker's documentation says of its default:
these calls are refused, new namespaces too, clone3 does not exist, and root has fourteen capabilities.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys

NOBODY = 65534
CAPABILITIES = 0xA80425FB
"""chown, dac_override, fowner, fsetid, kill, setgid, setuid, setpcap, net_bind_service, net_raw, sys_chroot, mknod,
audit_write, setfcap."""
LAST_CAPABILITY, PR_CAPBSET_DROP, CAPABILITIES_OF_64_BITS = 40, 24, 0x20080522
ALL_NAMESPACES = 0x7E020000

REFUSED = [
    "acct",
    "add_key",
    "bpf",
    "clock_adjtime",
    "clock_settime",
    "create_module",
    "delete_module",
    "fanotify_init",
    "finit_module",
    "fsconfig",
    "fsmount",
    "fsopen",
    "fspick",
    "get_kernel_syms",
    "get_mempolicy",
    "init_module",
    "io_uring_enter",
    "io_uring_register",
    "io_uring_setup",
    "ioperm",
    "iopl",
    "kcmp",
    "kexec_file_load",
    "kexec_load",
    "keyctl",
    "lookup_dcookie",
    "mbind",
    "mount",
    "mount_setattr",
    "move_mount",
    "move_pages",
    "name_to_handle_at",
    "nfsservctl",
    "open_by_handle_at",
    "open_tree",
    "perf_event_open",
    "personality",
    "pidfd_getfd",
    "pivot_root",
    "process_madvise",
    "process_vm_readv",
    "process_vm_writev",
    "query_module",
    "quotactl",
    "reboot",
    "request_key",
    "sethostname",
    "setdomainname",
    "set_mempolicy",
    "setns",
    "settimeofday",
    "stime",
    "swapoff",
    "swapon",
    "sysfs",
    "syslog",
    "umount",
    "umount2",
    "unshare",
    "uselib",
    "userfaultfd",
    "ustat",
    "vhangup",
    "vm86",
    "vm86old",
]


def main() -> None:
    """Confines this process, and becomes the command."""
    where, *command = sys.argv[1:]
    if where in ("docker", "docker-user"):
        put_in_a_container(is_root=os.geteuid() == 0)
    if where in ("user", "docker-user") and os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    os.execv(command[0], command)


def put_in_a_container(*, is_root: bool) -> None:
    """Docker's system call filter and capabilities, for this process and all that it starts."""
    import pyseccomp

    profile = pyseccomp.SyscallFilter(defaction=pyseccomp.ALLOW)
    if is_root:
        profile.set_attr(pyseccomp.Attr.CTL_NNP, 0)  # Docker leaves no_new_privs alone, which root may
    for name in REFUSED:
        try:
            profile.add_rule(pyseccomp.ERRNO(errno.EPERM), name)
        except (OSError, ValueError):  # not on this architecture, or newer than this libseccomp
            continue
    profile.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    for bit in range(ALL_NAMESPACES.bit_length()):
        flag = ALL_NAMESPACES & 1 << bit
        if flag:
            profile.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    profile.load()
    if is_root:
        libc = ctypes.CDLL(None)
        for number in range(LAST_CAPABILITY + 1):
            if not CAPABILITIES & 1 << number:
                libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0)
        header = (ctypes.c_uint32 * 2)(CAPABILITIES_OF_64_BITS, 0)
        sets = (ctypes.c_uint32 * 6)(CAPABILITIES, CAPABILITIES, 0, 0, 0, 0)
        assert libc.capset(header, sets) == 0


if __name__ == "__main__":
    main()
