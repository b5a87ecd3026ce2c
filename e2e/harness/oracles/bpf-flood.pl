# Sends UDP packets to each address in turn until a file is gone, and prints how many it could send to each.
use strict;
use Socket;
my ($file, @to) = @ARGV;
socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die $!;
my @targets = map { [pack_sockaddr_in(9, inet_aton($_)), 0] } @to;
while (-e $file) {
    for my $target (@targets) {
        $target->[1]++ if defined send $socket, 'x', 0, $target->[0];
    }
}
print join(',', map { $_->[1] } @targets), "\n";
